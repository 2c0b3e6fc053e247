// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.ObjectExistsException;
import dure.ReceiverGoneException;
import dure.testkit.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FIFOs: pipes that processes find by a path.
class FifoTest {
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Duration LONG = Child.PATIENCE;

  @TempDir private Path directory;

  private Fifo fifo() {
    return Fifo.create(directory.resolve("fifo"), 0600);
  }

  private static PipeEnd writer(Fifo fifo) throws InterruptedException {
    PipeEnd end = fifo.openToWrite(LONG);
    assertThat(end).isNotNull();
    return end;
  }

  @Test
  void it_has_exactly_the_mode_and_no_second_one() throws IOException {
    for (int mode : new int[] {0666, 0622, 0400, 0}) {
      Path path = directory.resolve("mode" + mode);
      Fifo made = Fifo.create(path, mode);
      assertThat((int) Files.getAttribute(path, "unix:mode")).isEqualTo(0x1000 | mode);
      assertThatThrownBy(() -> Fifo.create(path, mode)).isInstanceOf(ObjectExistsException.class);
      made.delete();
      assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isFalse();
      assertThatThrownBy(() -> Fifo.at(path)).isInstanceOf(NoSuchObjectException.class);
    }
    assertThatThrownBy(() -> Fifo.create(directory.resolve("x"), 01777))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_no_fifo_is_refused_and_kept() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "precious");
    Path link = Files.createSymbolicLink(directory.resolve("link"), fifo().path());
    for (Path path : new Path[] {file, link, directory}) {
      assertThatThrownBy(() -> Fifo.at(path))
          .isInstanceOf(InvalidNameException.class)
          .hasMessageContaining("is no FIFO");
      assertThatThrownBy(() -> Fifo.create(path, 0600))
          .isInstanceOf(ObjectExistsException.class)
          .hasMessageContaining("no FIFO");
    }
    assertThat(file).hasContent("precious");
  }

  @Test
  void a_path_that_can_be_none_is_refused() {
    for (Path path :
        new Path[] {
          directory.resolve("nowhere/fifo"),
          directory.resolve("x".repeat(256)),
          Path.of("/" + "d/".repeat(2100) + "fifo")
        }) {
      assertThatThrownBy(() -> Fifo.create(path, 0600)).isInstanceOf(InvalidNameException.class);
    }
  }

  @Test
  void to_write_waits_until_somebody_reads() throws InterruptedException {
    Fifo fifo = fifo();
    assertThat(fifo.openToWrite(Duration.ZERO)).isNull();
    assertThat(fifo.openToWrite(SHORT)).isNull();
    try (PipeEnd in = fifo.openToRead();
        PipeEnd out = writer(fifo)) {
      out.write("word".getBytes(UTF_8));
      assertThat(in.read(new byte[10])).isEqualTo(4);
    }
  }

  @Test
  void who_reads_first_waits_for_a_writer_and_sees_his_end() throws InterruptedException {
    Fifo fifo = fifo();
    try (PipeEnd in = fifo.openToRead()) {
      assertThat(in.tryRead(new byte[1])).as("nobody has come").isZero();
      assertThat(in.read(new byte[1], SHORT)).isZero();
      for (int writer = 0; writer < 2; writer++) {
        try (PipeEnd out = writer(fifo)) {
          assertThat(in.tryRead(new byte[1])).as("nothing was written").isZero();
          out.write(new byte[1]);
        }
        assertThat(in.read(new byte[10])).isEqualTo(1);
        assertThat(in.read(new byte[10])).as("the writer has gone").isEqualTo(-1);
      }
    }
  }

  @Test
  void of_processes_that_are_killed() throws InterruptedException {
    Fifo fifo = fifo();
    try (PipeEnd in = fifo.openToRead();
        Child writer = Child.java(PipePlayer.class, "write", fifo.path().toString())) {
      writer.await("written");
      assertThat(in.read(new byte[10])).isEqualTo(5);
      writer.kill();
      assertThat(in.read(new byte[10])).isEqualTo(-1);
    }
    try (Child reader = Child.java(PipePlayer.class, "read", fifo.path().toString())) {
      reader.await("open");
      try (PipeEnd out = writer(fifo)) {
        out.write(new byte[7]);
        assertThat(reader.line()).isEqualTo("read 7");
        reader.kill();
        assertThatThrownBy(() -> out.write(new byte[1])).isInstanceOf(ReceiverGoneException.class);
      }
    }
  }

  @Test
  void contents_and_capacity_last_as_long_as_somebody_has_it_open() throws InterruptedException {
    Fifo fifo = fifo();
    try (PipeEnd in = fifo.openToRead();
        PipeEnd out = writer(fifo)) {
      out.capacity(1 << 17);
      out.write("kept".getBytes(UTF_8));
      in.close();
      try (PipeEnd next = fifo.openToRead()) {
        assertThat(next.waiting()).isEqualTo(4);
        assertThat(next.capacity()).isEqualTo(1 << 17);
      }
    }
    try (PipeEnd in = fifo.openToRead()) {
      assertThat(in.waiting()).isZero();
      assertThat(in.capacity()).isEqualTo(1 << 16);
    }
  }
}
