// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.ConnectionLostException;
import dure.DamagedMailboxException;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.Receipt;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Stopwatch;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Whatever listens at an address may answer anything, or nothing: who connected gets an error that
/// says so.
class HostileHostTest {
  static {
    // The JDK keeps a descriptor of its own from the first socket on; no test is to be blamed.
    try (ServerSocket first = new ServerSocket(0)) {
      new Socket(InetAddress.getLoopbackAddress(), first.getLocalPort()).close();
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static byte[] framed(byte[] frame) {
    return new WireWriter().i32(frame.length).rest(frame).array();
  }

  /// Lets one in as a host does, and answers whatever he asks with nothing at all.
  private static void answerWithNothing(ServerSocket server) {
    answer(server, new byte[0]);
  }

  /// Lets one in as a host does, and answers whatever he asks with the same.
  private static void answer(ServerSocket server, byte[] always) {
    say(server, id -> new WireWriter().i32(id).place(Answer.Kind.DONE).rest(always).array());
  }

  /// Lets one in as a host does, and says something when it has asked.
  ///
  /// @param said what, by the number of the request
  private static void say(ServerSocket server, IntFunction<byte[]> said) {
    try (Socket talk = server.accept()) {
      InputStream in = talk.getInputStream();
      in.readNBytes(new WireReader(in.readNBytes(4)).i32());
      Hello.Welcome welcome = new Hello.Welcome(1, 1, "hostile", MailboxSettings.DEFAULT);
      WireWriter hello = new WireWriter().i32(Hello.MAGIC).u8(Hello.VERSION).flag(true);
      talk.getOutputStream().write(framed(welcome.write(hello).array()));
      int id = new WireReader(in.readNBytes(in.readNBytes(4)[0])).i32();
      talk.getOutputStream().write(framed(said.apply(id)));
      while (in.read() >= 0) {
        // listens on
      }
    } catch (IOException ended) {
      // as it should
    }
  }

  /// Something done at a mailbox.
  private interface Deed {
    void at(Mailbox mailbox) throws InterruptedException;
  }

  @Test
  void an_answer_that_says_nothing_ends_the_conversation_with_an_error_that_names_it()
      throws Exception {
    List<Deed> deeds =
        List.of(
            Mailbox::occupancy,
            Mailbox::status,
            Mailbox::receive,
            Mailbox::tryReceive,
            Mailbox::receiveDelivery,
            mailbox -> mailbox.trySend("m"),
            mailbox -> mailbox.send("m", Child.PATIENCE),
            mailbox -> mailbox.send("m".getBytes(UTF_8), dure.Sending.until(dure.Until.ACCEPTED)),
            mailbox -> mailbox.send("m".getBytes(UTF_8), dure.Sending.until(dure.Until.RECEIVED)));
    for (Deed deed : deeds) {
      try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        Thread host = Thread.ofPlatform().start(() -> answerWithNothing(server));
        try (Mailbox guest = Mailbox.open("tcp://127.0.0.1:" + server.getLocalPort())) {
          ThrowingCallable call = () -> deed.at(guest);
          assertThatThrownBy(call)
              .isInstanceOf(ConnectionLostException.class)
              .hasMessageContaining("does not keep to the wire");
          assertThatThrownBy(call).isInstanceOf(ConnectionLostException.class);
        }
        host.join();
      }
    }
  }

  @Test
  void word_of_more_than_was_sent_is_told_for_what_it_is() throws Exception {
    byte[] told = new WireWriter().i32(0).place(Answer.Kind.DONE).i32(1).i64(5).i64(9).array();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread host = Thread.ofPlatform().start(() -> say(server, id -> told));
      try (Mailbox guest = Mailbox.open("tcp://127.0.0.1:" + server.getLocalPort())) {
        assertThatThrownBy(guest::receive)
            .isInstanceOf(ConnectionLostException.class)
            .hasMessageContaining("does not keep to the wire");
      }
      host.join();
    }
  }

  /// A message cannot be received before it is in the mailbox.
  @Test
  void a_receipt_that_comes_too_early_is_told_for_what_it_is() throws Exception {
    byte[] received =
        WireCodecs.receipt(new WireWriter(), Receipt.of(Receipt.Outcome.RECEIVED)).array();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread host = Thread.ofPlatform().start(() -> answer(server, received));
      try (Mailbox guest = Mailbox.open("tcp://127.0.0.1:" + server.getLocalPort())) {
        assertThatThrownBy(() -> guest.transfer(new byte[1]))
            .isInstanceOf(ConnectionLostException.class)
            .hasMessageContaining("does not keep to the wire");
      }
      host.join();
    }
  }

  @Test
  void what_listens_there_and_is_no_mailbox_is_named_within_seconds() throws Exception {
    for (String says : new String[] {"", "HTTP/1.1 400 Bad Request\r\n\r\n", "DURE"}) {
      Bound.holds(Duration.ofSeconds(10), () -> timeToRefuse(says));
    }
  }

  private static Duration timeToRefuse(String says) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                try (Socket talk = server.accept()) {
                  talk.getOutputStream().write(says.getBytes(UTF_8));
                  while (talk.getInputStream().read() >= 0) {
                    // listens on
                  }
                } catch (IOException ended) {
                  // as it should
                }
              });
      Stopwatch watch = Stopwatch.start();
      assertThatThrownBy(() -> Mailbox.open("tcp://127.0.0.1:" + server.getLocalPort()))
          .as("a server that says '%s'", says)
          .isInstanceOf(DamagedMailboxException.class)
          .hasMessageContaining("check the address");
      Duration taken = watch.stop();
      other.join();
      return taken;
    }
  }
}
