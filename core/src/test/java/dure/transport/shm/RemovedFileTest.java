// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxDeletedException;
import dure.MailboxSet;
import dure.NoSuchMailboxException;
import dure.Receivers;
import dure.WhenFull;
import dure.testkit.AsyncCall;
import dure.testkit.Bound;
import dure.testkit.Stopwatch;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A program that is none of ours removes the file of a mailbox in use: whoever waits is told.
class RemovedFileTest extends Boxes {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private interface Wait {
    void begin(Mailbox box) throws Exception;
  }

  private static void endsSoon(MailboxBuilder builder, String name, boolean virtual, Wait wait)
      throws Exception {
    Bound.holds(
        LIMIT,
        () -> {
          try (Mailbox box = builder.create()) {
            AsyncCall<?> waiting = AsyncCall.run(virtual, () -> wait.begin(box)).awaitAsleep();
            Stopwatch watch = Stopwatch.start();
            remove(name);
            assertThat(waiting.failure())
                .isInstanceOf(MailboxDeletedException.class)
                .hasMessageContaining("another program has removed its file")
                .hasMessageContaining("RemoveIPC");
            return watch.stop();
          }
        });
  }

  private static void remove(String name) throws IOException {
    Files.delete(TestNamespace.file("dure." + name));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_receiver_is_told(boolean virtual) throws Exception {
    String name = name();
    endsSoon(Mailbox.named(name), name, virtual, Mailbox::receive);
    endsSoon(Mailbox.named(name), name, virtual, box -> MailboxSet.of(box).receive());
  }

  @Test
  void a_sender_that_waits_for_room_is_told() throws Exception {
    String name = name();
    MailboxBuilder small = Mailbox.named(name).capacity(Capacity.bounded(1));
    endsSoon(
        small,
        name,
        false,
        box -> {
          while (true) {
            box.send("m");
          }
        });
  }

  @Test
  void one_that_only_reads_is_told() throws Exception {
    String name = name();
    MailboxBuilder lossy =
        Mailbox.named(name).receivers(Receivers.ALL).whenFull(WhenFull.DROP_OLDEST);
    endsSoon(
        lossy,
        name,
        false,
        box -> {
          try (Mailbox reader = Mailbox.named(name).readOnly().open()) {
            reader.receive();
          }
        });
  }

  @Test
  void all_others_are_told_by_the_one_that_noticed() throws Exception {
    String name = name();
    try (Mailbox sender = Mailbox.named(name).create();
        Mailbox receiver = Mailbox.open(name)) {
      AsyncCall<?> waiting = AsyncCall.run(receiver::receive).awaitAsleep();
      remove(name);
      assertThat(waiting.failure()).isInstanceOf(MailboxDeletedException.class);
      assertThatThrownBy(() -> sender.send("m")).isInstanceOf(MailboxDeletedException.class);
      assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(NoSuchMailboxException.class);
    }
  }
}
