// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.ConnectionLostException;
import dure.MessageTooLargeException;
import dure.testkit.Asleep;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages over a stream, and what a hostile peer can do about them.
class SocketFramesTest {
  private static final int LIMIT = 1 << 20;
  private static final Duration SHORT = Duration.ofMillis(300);

  private Endpoint server;
  private Endpoint mine;
  private Endpoint theirs;
  private SocketFrames frames;

  @BeforeEach
  void connect() throws InterruptedException {
    EndpointAddress at = EndpointAddress.of("unix:@" + TestNamespace.name("dure-frames"));
    server = Endpoint.socket(at.family(), Kind.STREAM).bind(at).listen(1);
    theirs = Endpoint.socket(at.family(), Kind.STREAM).connect(at);
    mine = server.accept();
    frames = new SocketFrames(mine, LIMIT, Child.PATIENCE);
  }

  @AfterEach
  void close() {
    server.close();
    mine.close();
    theirs.close();
  }

  @Test
  void messages_of_every_length_arrive_whole() throws Exception {
    SocketFrames other = new SocketFrames(theirs, LIMIT, Child.PATIENCE);
    Random random = new Random(7);
    for (int length : new int[] {0, 1, 5, 65_532, 65_536, 65_537, 300_000, LIMIT}) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      FutureTask<byte[]> receiving = new FutureTask<>(frames::receive);
      Thread.ofVirtual().start(receiving);
      other.send(message);
      assertThat(receiving.get()).isEqualTo(message);
    }
    assertThatThrownBy(() -> other.send(new byte[LIMIT + 1]))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("nothing was sent");
    assertThat(frames.receive(Duration.ofMillis(20))).isNull();
    assertThat(frames.isAtEnd()).isFalse();
    theirs.close();
    assertThat(frames.receive()).isNull();
    assertThat(frames.isAtEnd()).isTrue();
  }

  @Test
  void a_length_beyond_the_limit_is_refused_before_anything_is_allocated() throws Exception {
    for (int hostile : new int[] {LIMIT + 1, Integer.MAX_VALUE, -1}) {
      close();
      connect();
      theirs.write(new Written4(hostile).bytes());
      assertThatThrownBy(frames::receive)
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("" + Integer.toUnsignedLong(hostile));
      assertThat(mine.isClosed()).isTrue();
    }
  }

  @Test
  void half_a_message_is_waited_for_a_short_time() throws Exception {
    theirs.write(new Written4(10).bytes());
    theirs.write("half".getBytes(UTF_8));
    assertThatThrownBy(() -> new SocketFrames(mine, LIMIT, SHORT).receive())
        .isInstanceOf(ConnectionLostException.class)
        .hasMessageContaining("not whole in time");
    close();
    connect();
    theirs.write(new byte[] {1, 0});
    theirs.close();
    assertThatThrownBy(frames::receive)
        .isInstanceOf(ConnectionLostException.class)
        .hasMessageContaining("in the middle of a message");
  }

  @Test
  void a_peer_that_does_not_read_is_given_up() {
    SocketFrames impatient = new SocketFrames(mine, LIMIT, SHORT);
    assertThatThrownBy(
            () -> {
              while (impatient.send(new byte[LIMIT], SHORT)) {
                // until it is full
              }
              throw new ConnectionLostException("x", "refused at a boundary: not read to its end");
            })
        .isInstanceOf(ConnectionLostException.class)
        .hasMessageContaining("to its end");
  }

  @Test
  void what_an_interrupt_finds_begun_is_finished() throws Exception {
    FutureTask<byte[]> receiving = new FutureTask<>(frames::receive);
    Thread receiver = Thread.ofPlatform().start(receiving);
    theirs.write(new Written4(4).bytes());
    theirs.write("ha".getBytes(UTF_8));
    Asleep.await(receiver);
    receiver.interrupt();
    theirs.write("lf".getBytes(UTF_8));
    assertThat(receiving.get()).asString(UTF_8).isEqualTo("half");
  }

  /// Four bytes, little-endian.
  private record Written4(int value) {
    byte[] bytes() {
      return new byte[] {
        (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
      };
    }
  }
}
