// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import dure.lab.http.LabServer;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;

/// `dure lab [--no-open] [--port PORT] [SCENARIO]`: starts the lab, opens it in the browser, and
/// runs until it is told to end.
public final class Lab {
  private static final int WRONG_USE = 2;
  private static final int FAILED = 1;
  private static final String USAGE =
      """
      Usage: dure lab [--no-open] [--port PORT] [SCENARIO]
      A page of this machine on which the lecture moves: real processes, real mailboxes, live.

            --no-open      print the address, and open no browser
            --port PORT    the port to use, instead of 7390 or else any that is free
        -h, --help         say this

      SCENARIO is the last part of a scenario's address, as in 'dure lab rendezvous'.
      Ctrl-C ends the lab and everything it started.
      """;

  private Lab() {}

  public static void main(String[] arguments) throws InterruptedException {
    LabOptions options;
    try {
      options = LabOptions.of(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println("dure: " + wrong.getMessage() + "; 'dure lab --help' tells more");
      System.exit(WRONG_USE);
      return;
    }
    if (options.help()) {
      System.out.print(USAGE);
      return;
    }
    try {
      run(options);
    } catch (BindException taken) {
      System.err.println(
          "dure: port "
              + options.port()
              + " is taken, perhaps by another lab: choose another with --port, or leave it out");
      System.exit(FAILED);
    } catch (IOException failed) {
      System.err.println("dure: the lab cannot start: " + failed.getMessage());
      System.exit(FAILED);
    }
  }

  private static void run(LabOptions options) throws IOException, InterruptedException {
    LabServer server =
        options.port() == 0
            ? LabServer.start(LabServer.USUAL_PORT, 0)
            : LabServer.start(options.port());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end"));
    String address = server.address(options.place());
    System.out.println("The lab is at " + address);
    System.out.println("Ctrl-C ends it, and everything it started.");
    if (options.open()) {
      BrowserStart.open(address);
    }
    new CountDownLatch(1).await();
  }
}
