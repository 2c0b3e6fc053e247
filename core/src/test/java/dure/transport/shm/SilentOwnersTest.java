// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.SystemFailureException;
import dure.layout.FileNames;
import dure.linux.Files;
import dure.linux.Sockets;
import dure.testkit.Bound;
import dure.testkit.Stopwatch;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Owners of mailboxes that do not answer, as those that are stopped: they cost a second, not one
/// each.
class SilentOwnersTest {
  private static final int OWNERS = 12;
  private static final Duration LIMIT = Duration.ofMillis(1500);

  private final List<String> names = new ArrayList<>();
  private final List<Integer> sockets = new ArrayList<>();

  @BeforeEach
  void put_up_silent_doors() {
    for (int i = 0; i < OWNERS; i++) {
      String name = TestNamespace.name("silent");
      int socket = Sockets.listen(FileNames.current().door(name));
      assertThat(socket).isNotNegative();
      names.add(name);
      sockets.add(socket);
    }
  }

  @AfterEach
  void take_them_away() {
    sockets.forEach(Files::close);
  }

  @Test
  void a_list_takes_a_second_and_shows_them_as_unreachable() throws Exception {
    Bound.holds(
        LIMIT,
        () -> {
          Stopwatch watch = Stopwatch.start();
          List<MailboxStatus> all = Mailbox.list();
          Duration taken = watch.stop();
          assertThat(all)
              .filteredOn(status -> names.contains(status.address().name()))
              .hasSize(OWNERS)
              .allMatch(status -> status.condition() == Condition.UNREACHABLE);
          return taken;
        });
  }

  @Test
  void each_call_takes_a_second() throws Exception {
    String name = names.getFirst();
    fails(() -> Mailbox.open(name));
    fails(() -> Mailbox.status(name));
    fails(() -> Mailbox.delete(name));
  }

  private static void fails(ThrowingCallable call) throws Exception {
    Bound.holds(
        LIMIT,
        () -> {
          Stopwatch watch = Stopwatch.start();
          assertThatThrownBy(call)
              .isInstanceOf(SystemFailureException.class)
              .hasMessageContaining("may be stopped");
          return watch.stop();
        });
  }
}
