// SPDX-License-Identifier: Apache-2.0
package dure.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.CutMessageException;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxDeletedException;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.Receivers;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that are longer than any buffer.
class LongMessageTest {
  private static final long MIB = 1 << 20;
  private static final Duration SOON = Child.PATIENCE;

  /// Little memory, and the compiler that knows how to hash.
  private static final List<String> SMALL = List.of("-Xmx40m", "-XX:TieredStopAtLevel=4");

  private final String name = TestNamespace.name("long");

  private MailboxBuilder box() {
    return Mailbox.named(name);
  }

  @AfterEach
  void delete() {
    try {
      Mailbox.delete(name);
    } catch (NoSuchMailboxException deletedByTheTest) {
      // as it should be
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static CompletableFuture<byte[]> receiveAll(Mailbox box) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try (IncomingMessage message = Objects.requireNonNull(IncomingMessage.from(box, SOON))) {
            all.complete(message.readAllBytes());
          } catch (Exception failure) {
            all.completeExceptionally(failure);
          }
        });
    return all;
  }

  private Child role(String... arguments) {
    return Child.java(SMALL, LongMessageRole.class, arguments);
  }

  @ParameterizedTest
  @ValueSource(longs = {MIB, 1024 * MIB})
  void two_gibibytes_pass_with_little_memory_on_either_side(long buffer) {
    // LECTURE: 8.1
    try (Mailbox _ = box().create();
        Child sender = role("send", name, "" + 2048 * MIB, "" + buffer);
        Child receiver = role("receive", name)) {
      for (long sent = 0; sent < 2048 * MIB; sent += 64 * MIB) {
        receiver.await("has " + sent);
      }
      assertThat(receiver.await("received")).isEqualTo("" + 2048 * MIB);
      assertThat(receiver.await("hash")).isEqualTo(sender.await("hash"));
      sender.awaitSuccess();
      receiver.awaitSuccess();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sender", "receiver"})
  void when_either_dies_the_other_is_told_and_the_next_message_passes(String victim)
      throws Exception {
    try (Mailbox box = box().create();
        Child sender = role("send", name, "" + 4096 * MIB, "" + MIB);
        Child receiver = role("receive", name)) {
      receiver.await("began");
      sender.await("sent " + 128 * MIB);
      boolean sends = victim.equals("sender");
      (sends ? sender : receiver).kill();
      assertThat((sends ? receiver : sender).await("failed"))
          .startsWith("CutMessageException")
          .contains("'" + name + "'", sends ? "its sender has ended" : "its receiver has ended");

      CompletableFuture<byte[]> next = receiveAll(box);
      byte[] bytes = random(100_000);
      assertThat(OutgoingMessage.send(box, new ByteArrayInputStream(bytes))).isEqualTo(100_000);
      assertThat(Eventually.result(next)).isEqualTo(bytes);
    }
  }

  /// Whoever takes the announcement gets all of the message, and the others what comes beside it.
  @ParameterizedTest
  @EnumSource(
      value = Receivers.class,
      names = {"ONE", "ANY", "RANKED"})
  void long_and_short_ones_share_a_mailbox(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      byte[] bytes = random(3_000_000);
      CompletableFuture<byte[]> first = receiveAll(box);
      OutgoingMessage message = OutgoingMessage.to(box);
      message.write(bytes, 0, 1_000_000);
      Eventually.holds(() -> box.occupancy().depth() == 0); // the first has taken the announcement
      box.send("short");
      assertThat(Eventually.result(receiveAll(box))).isEqualTo("short".getBytes(UTF_8));
      message.write(bytes, 1_000_000, 2_000_000);
      message.close();
      assertThat(Eventually.result(first)).isEqualTo(bytes);
    }
  }

  @Test
  void it_takes_any_way_of_writing_and_reading() throws Exception {
    try (Mailbox box = box().capacity(Capacity.zero()).create()) {
      byte[] bytes = random(300_000);
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(() -> {
            try (OutgoingMessage message = OutgoingMessage.to(box, bytes.length, 64 << 10)) {
              message.write(bytes[0]);
              message.write(ByteBuffer.wrap(bytes, 1, 99_999));
              message.flush();
              message.write(bytes, 100_000, 200_000);
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try (IncomingMessage message = IncomingMessage.from(box)) {
        assertThat(message.length()).hasValue(300_000);
        all.write(message.read());
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        while (buffer.hasRemaining()) {
          message.read(buffer);
        }
        all.write(buffer.array());
        while (message.readInPlace(piece -> all.write(piece.bytes()))) {}
        assertThat(message.read()).isEqualTo(-1);
        assertThat(message.readInPlace(piece -> {})).isFalse();
      }
      Eventually.result(sent);
      assertThat(all.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void an_empty_one_is_a_message_too() throws Exception {
    try (Mailbox box = box().create()) {
      CompletableFuture<byte[]> received = receiveAll(box);
      OutgoingMessage.to(box).close();
      assertThat(Eventually.result(received)).isEmpty();
    }
  }

  @Test
  void what_is_given_up_is_cut_or_never_was() throws Exception {
    try (Mailbox box = box().create()) {
      OutgoingMessage never = OutgoingMessage.to(box);
      never.write(random(1000));
      never.abort();
      OutgoingMessage cut = OutgoingMessage.to(box);
      cut.write(random(100_000));
      try (IncomingMessage message = IncomingMessage.from(box)) {
        assertThat(message.readNBytes(50_000)).hasSize(50_000);
        cut.abort();
        assertThatThrownBy(message::readAllBytes).isInstanceOf(CutMessageException.class);
      }
      assertThatThrownBy(() -> cut.write(1)).isInstanceOf(IOException.class);
      assertThat(IncomingMessage.from(box, Duration.ofMillis(50))).isNull();
    }
  }

  @Test
  void a_source_that_fails_gives_it_up() throws Exception {
    try (Mailbox box = box().create()) {
      InputStream failing =
          new InputStream() {
            @Override
            public int read() throws IOException {
              throw new IOException("on purpose");
            }

            @Override
            public int read(byte[] into, int from, int count) throws IOException {
              return read();
            }
          };
      assertThatThrownBy(() -> OutgoingMessage.send(box, failing)).hasMessage("on purpose");
      assertThat(IncomingMessage.from(box, Duration.ofMillis(50))).isNull();
    }
  }

  @Test
  void a_length_that_was_said_is_kept() throws Exception {
    try (Mailbox box = box().create()) {
      OutgoingMessage shorter = OutgoingMessage.to(box, 10, MIB);
      shorter.write(random(9));
      assertThatThrownBy(shorter::close)
          .isInstanceOf(CutMessageException.class)
          .hasMessageContaining("of 10 bytes 9 were written");
      OutgoingMessage longer = OutgoingMessage.to(box, 10, MIB);
      assertThatThrownBy(() -> longer.write(random(11))).isInstanceOf(CutMessageException.class);
      assertThatIllegalArgumentException().isThrownBy(() -> OutgoingMessage.to(box, -1, MIB));
      assertThatIllegalArgumentException().isThrownBy(() -> OutgoingMessage.to(box, 1, 1000));
    }
    Mailbox.delete(name);
    try (Mailbox narrow = box().messageSize(20).create()) {
      assertThatThrownBy(() -> OutgoingMessage.to(narrow))
          .isInstanceOf(MessageTooLargeException.class);
    }
  }

  @Test
  void an_interrupt_and_a_deletion_end_the_wait_of_a_writer() throws Exception {
    try (Mailbox box = box().create()) {
      OutgoingMessage message = OutgoingMessage.to(box, 1 << 20, 16 << 10);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> message.write(random(100_000)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(message.isOpen()).isFalse();
      OutgoingMessage next = OutgoingMessage.to(box, 1 << 20, 16 << 10);
      AsyncCall<?> writes = AsyncCall.run(true, () -> next.write(random(100_000))).awaitAsleep();
      Mailbox.delete(name);
      assertThat(writes.failure()).isInstanceOf(MailboxDeletedException.class);
    }
  }
}
