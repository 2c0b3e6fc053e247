// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dure.lab.run.Runs;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The lab: the page, and what the page asks for, at a port of this machine's loopback interface.
public final class LabServer implements AutoCloseable {
  /// The port it takes when that is free, so that an address one has kept stays right.
  public static final int USUAL_PORT = 7390;

  private static final Logger LOG = System.getLogger("dure.lab");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Runs runs = new Runs();
  private final AccessKey key = AccessKey.random();
  private final RequestCheck check;
  private final RunRequests runRequests = new RunRequests(runs);
  private final MailboxRequests mailboxRequests = new MailboxRequests();

  private LabServer(HttpServer server) {
    this.server = server;
    this.check = new RequestCheck(port(), key);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /// Starts a server at the first of these ports that is free; 0 stands for any.
  ///
  /// @throws BindException if none of them is
  public static LabServer start(int... ports) throws IOException {
    for (int i = 0; ; i++) {
      try {
        return new LabServer(bound(ports[i]));
      } catch (BindException taken) {
        if (i + 1 == ports.length) {
          throw taken;
        }
      }
    }
  }

  private static HttpServer bound(int port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return HttpServer.create(new InetSocketAddress(loopback, port), 0);
  }

  /// Its port.
  public int port() {
    return server.getAddress().getPort();
  }

  /// The address to open, with the key, at one of the page's places.
  ///
  /// @param place as `rendezvous`; empty for the choice of scenarios
  public String address(String place) {
    return "http://127.0.0.1:" + port() + "/#/" + place + "?key=" + key.text();
  }

  private void handle(HttpExchange http) {
    Exchange exchange = new Exchange(http);
    try {
      answer(exchange);
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
    } catch (IOException pageHasGone) {
      // Then there is no page to answer.
    } catch (RuntimeException fault) {
      LOG.log(Level.WARNING, "a request failed", fault);
      tell(exchange, fault);
    } finally {
      exchange.close();
    }
  }

  private static void tell(Exchange exchange, RuntimeException fault) {
    try {
      exchange.answerError(500, "the lab failed: " + fault.getMessage());
    } catch (IOException begunOrGone) {
      // Then the page sees that the answer ends.
    }
  }

  private void answer(Exchange exchange) throws IOException, InterruptedException {
    boolean asksForPage = !exchange.path().startsWith("/api/");
    String refusal =
        asksForPage ? check.refusesPage(exchange.headers()) : check.refuses(exchange.headers());
    if (refusal != null) {
      exchange.answerError(403, refusal);
    } else if (asksForPage) {
      page(exchange);
    } else if (exchange.path().startsWith("/api/runs")) {
      runRequests.handle(exchange);
    } else {
      mailboxRequests.handle(exchange);
    }
  }

  private static void page(Exchange exchange) throws IOException {
    PageFiles.PageFile file =
        exchange.method().equals("GET") ? PageFiles.at(exchange.path()) : null;
    if (file == null) {
      exchange.answer(
          404,
          "text/plain; charset=utf-8",
          "There is nothing at this path of the lab.\n".getBytes(StandardCharsets.UTF_8));
    } else {
      exchange.answer(200, file.type(), file.bytes());
    }
  }

  /// Ends every run, and answers no more.
  @Override
  public void close() {
    server.stop(0);
    runs.close();
    threads.shutdownNow();
  }
}
