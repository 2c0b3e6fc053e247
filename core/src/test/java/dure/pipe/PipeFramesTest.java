// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.CutMessageException;
import dure.MessageTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages in a stream, whatever pieces it comes in, and whatever comes.
class PipeFramesTest {
  private final Pipe pipe = Pipe.create();
  private final PipeFrames in = new PipeFrames(pipe.readEnd(), 10);
  private final PipeFrames out = new PipeFrames(pipe.writeEnd(), 20);

  @AfterEach
  void close() {
    pipe.close();
  }

  private void writeRaw(int... bytes) throws InterruptedException {
    for (int one : bytes) {
      pipe.writeEnd().write(new byte[] {(byte) one});
    }
  }

  @Test
  void two_messages_arrive_as_two() throws InterruptedException {
    out.write("to be".getBytes(UTF_8));
    out.write(new byte[0]);
    out.write("or not".getBytes(UTF_8));
    assertThat(in.read()).asString(UTF_8).isEqualTo("to be");
    assertThat(in.read()).isEmpty();
    assertThat(in.read()).asString(UTF_8).isEqualTo("or not");
  }

  @Test
  void a_length_is_four_bytes_the_lowest_first() throws InterruptedException {
    out.write("abc".getBytes(UTF_8));
    byte[] raw = new byte[100];
    assertThat(pipe.readEnd().read(raw)).isEqualTo(7);
    assertThat(raw).startsWith(3, 0, 0, 0, 'a', 'b', 'c');
  }

  @Test
  void an_interrupted_read_goes_on_where_it_was() throws InterruptedException {
    writeRaw(3, 0, 0, 0, 'a');
    Thread.currentThread().interrupt();
    assertThatThrownBy(in::read).isInstanceOf(InterruptedException.class);
    Thread reader = Thread.currentThread();
    Thread interrupter =
        Thread.ofPlatform()
            .start(() -> {
              while (pipe.readEnd().waiting() > 0) {
                Thread.onSpinWait();
              }
              reader.interrupt();
            });
    assertThatThrownBy(in::read).isInstanceOf(InterruptedException.class);
    interrupter.join();
    writeRaw('b', 'c');
    assertThat(in.read()).asString(UTF_8).isEqualTo("abc");
  }

  @Test
  void no_room_is_made_for_what_is_too_long() throws InterruptedException {
    assertThatThrownBy(() -> out.write(new byte[21])).isInstanceOf(MessageTooLargeException.class);
    writeRaw(0xff, 0xff, 0xff, 0x7f);
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(in::read)
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContainingAll("2147483647", "10");
    }
  }

  @Test
  void a_length_below_zero_is_too_long_too() throws InterruptedException {
    writeRaw(0xff, 0xff, 0xff, 0xff);
    assertThatThrownBy(in::read)
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("4294967295");
  }

  @Test
  void a_message_that_ends_early_is_cut() throws InterruptedException {
    writeRaw(3, 0, 0, 0, 'a');
    pipe.writeEnd().close();
    assertThatThrownBy(in::read).isInstanceOf(CutMessageException.class);
  }

  @Test
  void so_is_one_that_ends_behind_its_length() throws InterruptedException {
    writeRaw(3, 0, 0, 0);
    pipe.writeEnd().close();
    assertThatThrownBy(in::read).isInstanceOf(CutMessageException.class);
  }

  @Test
  void between_messages_it_is_the_end() throws InterruptedException {
    out.write("last".getBytes(UTF_8));
    pipe.writeEnd().close();
    assertThat(in.read()).isNotNull();
    assertThat(in.read()).isNull();
  }
}
