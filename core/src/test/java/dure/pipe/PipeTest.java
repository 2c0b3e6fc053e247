// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.MailboxClosedException;
import dure.ReceiverGoneException;
import dure.SystemLimitException;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A pipe as it is: one direction, a stream, a capacity, and an end when one side has gone.
class PipeTest {
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Duration LONG = Child.PATIENCE;

  private final Pipe pipe = Pipe.create();
  private final PipeEnd in = pipe.readEnd();
  private final PipeEnd out = pipe.writeEnd();

  @AfterEach
  void close() {
    pipe.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private String read(int most) throws InterruptedException {
    byte[] into = new byte[most];
    int got = in.read(into, LONG);
    return new String(into, 0, got, UTF_8);
  }

  interface Waiting {
    void run() throws Exception;
  }

  private int fill() {
    byte[] page = new byte[PipeEnd.ATOMIC];
    int pages = 0;
    while (out.tryWrite(page) > 0) {
      pages++;
    }
    return pages;
  }

  @Test
  void two_writes_may_arrive_as_one_read() throws InterruptedException {
    // LECTURE: 11
    out.write(bytes("to be, "));
    out.write(bytes("or not"));
    assertThat(in.waiting()).isEqualTo(13);
    assertThat(read(100)).isEqualTo("to be, or not");
  }

  @Test
  void and_one_write_as_several_reads() throws InterruptedException {
    out.write(bytes("to be, or not"));
    assertThat(read(5)).isEqualTo("to be");
    assertThat(read(100)).isEqualTo(", or not");
  }

  @Test
  void it_goes_one_way() {
    // LECTURE: 11
    assertThatThrownBy(() -> in.write(bytes("back")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("the end to read at");
    assertThatThrownBy(() -> in.tryWrite(bytes("back")))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> out.read(new byte[1]))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("the end to write at");
    assertThat(in.isReading()).isTrue();
    assertThat(out.isReading()).isFalse();
  }

  @Test
  void an_empty_pipe_says_so_or_waits() throws InterruptedException {
    assertThat(in.tryRead(new byte[1])).isZero();
    assertThat(in.read(new byte[1], SHORT)).isZero();
    assertThat(in.read(new byte[0])).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_full_pipe_refuses_or_waits(boolean virtual) throws Exception {
    // LECTURE: 11
    assertThat(fill() * (long) PipeEnd.ATOMIC).isEqualTo(out.capacity());
    assertThat(out.tryWrite(bytes("more"))).isZero();
    assertThat(out.write(bytes("more"), SHORT)).isZero();
    AsyncCall<?> write = AsyncCall.run(virtual, () -> out.write(bytes("more"))).awaitAsleep();
    byte[] all = new byte[(int) out.capacity()];
    assertThat(in.read(all)).isEqualTo(all.length);
    write.result();
    assertThat(read(100)).isEqualTo("more");
  }

  @Test
  void capacity_is_the_writers_choice() {
    // LECTURE: 11
    assertThat(in.capacity()).isEqualTo(65_536);
    assertThat(in.capacity(8192)).isEqualTo(8192);
    assertThat(fill()).isEqualTo(2);
    assertThat(out.capacity(10_000)).isEqualTo(16_384);
    assertThat(fill()).isEqualTo(2);
    assertThatThrownBy(() -> in.capacity(4096))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("EBUSY");
    assertThatThrownBy(() -> in.capacity(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_capacity_beyond_the_limit_names_it(@TempDir Path directory) {
    assertThatThrownBy(() -> in.capacity(1L << 40))
        .isInstanceOf(SystemLimitException.class)
        .hasMessageContainingAll("channel 'reading end of", "fs.pipe-max-size", "sysctl -w");
    try (Child poor =
        OtherUser.isThere()
            ? new OtherUser(directory, PipePlayer.class).java(PipePlayer.class, "grow")
            : Child.java(PipePlayer.class, "grow")) {
      assertThat(poor.awaitSuccess())
          .singleElement()
          .asString()
          .startsWith("SystemLimitException")
          .containsPattern("at most [0-9]{4,} bytes \\(fs.pipe-max-size\\)")
          .contains("fs.pipe-user-pages-soft");
    }
  }

  @Test
  void when_the_reader_has_gone_a_write_says_so() {
    // LECTURE: 11
    fill();
    in.close();
    for (Waiting write :
        List.<Waiting>of(() -> out.write(bytes("x")), () -> out.tryWrite(bytes("x")))) {
      assertThatThrownBy(write::run)
          .isInstanceOf(ReceiverGoneException.class)
          .hasMessageContainingAll("channel 'writing end of", "EPIPE", "not written");
    }
  }

  @Test
  void when_the_writer_has_gone_what_is_there_is_read_and_then_the_end()
      throws InterruptedException {
    out.write(bytes("last"));
    out.close();
    assertThat(read(2)).isEqualTo("la");
    assertThat(read(2)).isEqualTo("st");
    for (int again = 0; again < 2; again++) {
      assertThat(in.read(new byte[1])).isEqualTo(-1);
      assertThat(in.tryRead(new byte[1])).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void who_waits_can_be_interrupted(boolean virtual) throws Exception {
    AsyncCall<?> read = AsyncCall.run(virtual, () -> in.read(new byte[1])).awaitAsleep();
    read.interrupt();
    assertThat(read.failure()).isInstanceOf(InterruptedException.class);
    fill();
    AsyncCall<?> write = AsyncCall.run(virtual, () -> out.write(new byte[1])).awaitAsleep();
    write.interrupt();
    assertThat(write.failure()).isInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void who_waits_at_an_end_that_is_closed_is_told(boolean virtual) throws Exception {
    AsyncCall<?> read = AsyncCall.run(virtual, () -> in.read(new byte[1])).awaitAsleep();
    in.close();
    assertThat(read.failure())
        .isInstanceOf(MailboxClosedException.class)
        .hasMessageStartingWith("channel 'reading end of");
    assertThatThrownBy(in::capacity).isInstanceOf(MailboxClosedException.class);
    in.close();
  }

  @Test
  void many_virtual_threads_wait_at_once() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    List<AsyncCall<?>> reads = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Pipe one = Pipe.create();
      pipes.add(one);
      reads.add(AsyncCall.run(true, () -> one.readEnd().read(new byte[1])));
    }
    for (Pipe one : pipes) {
      one.writeEnd().write(new byte[1]);
    }
    for (AsyncCall<?> read : reads) {
      read.result();
    }
    pipes.forEach(Pipe::close);
  }

  @Test
  void what_cannot_be_put_anywhere_is_not_read() throws InterruptedException {
    out.write(bytes("kept"));
    MemorySegment readOnly = MemorySegment.ofArray(new byte[4]).asReadOnly();
    assertThatThrownBy(() -> in.read(readOnly)).isInstanceOf(IllegalArgumentException.class);
    assertThat(read(4)).isEqualTo("kept");
  }

  @Test
  void as_streams_of_java() throws Exception {
    byte[] much = new byte[1_000_000];
    new Random(1).nextBytes(much);
    AsyncCall<?> write =
        AsyncCall.run(() -> {
          try (OutputStream stream = out.outputStream()) {
            stream.write(much[0]);
            stream.write(much, 1, much.length - 1);
          }
        });
    try (InputStream stream = in.inputStream()) {
      assertThat(stream.readAllBytes()).isEqualTo(much);
      assertThat(stream.read()).isEqualTo(-1);
    }
    write.result();
  }

  @Test
  void a_stream_without_a_reader_is_broken() {
    in.close();
    assertThatThrownBy(() -> out.outputStream().write(1))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(ReceiverGoneException.class);
  }

  @Test
  void more_than_fits_at_once_is_written_as_the_reader_makes_room() throws Exception {
    byte[] much = new byte[300_000];
    new Random(2).nextBytes(much);
    AsyncCall<?> write = AsyncCall.run(() -> out.write(MemorySegment.ofArray(much)));
    byte[] got = new byte[much.length];
    for (int have = 0; have < got.length; ) {
      byte[] part = new byte[7000];
      int now = in.read(part, LONG);
      System.arraycopy(part, 0, got, have, now);
      have += now;
    }
    write.result();
    assertThat(Arrays.equals(got, much)).isTrue();
  }

  @Test
  void a_descriptor_that_is_no_pipe_is_none() {
    assertThatThrownBy(() -> Pipe.inherited(9999))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("not open");
  }
}
