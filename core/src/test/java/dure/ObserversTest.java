// SPDX-License-Identifier: Apache-2.0
package dure;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Observers.Registration;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What observers are told of the mailboxes of this process, and when.
class ObserversTest {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final String name = TestNamespace.name("seen");

  /// Tells of one mailbox: other tests may use others at the same time.
  private final class Notes implements MailboxObserver {
    private void note(Address mailbox, String what) {
      if (mailbox.toString().equals(name)) {
        told.add(what);
      }
    }

    @Override
    public void created(Address mailbox) {
      note(mailbox, "created");
    }

    @Override
    public void deleted(Address mailbox) {
      note(mailbox, "deleted");
    }

    @Override
    public void opened(Address mailbox) {
      note(mailbox, "opened");
    }

    @Override
    public void closed(Address mailbox) {
      note(mailbox, "closed");
    }

    @Override
    public WaitUnderWay waits(Address mailbox, Awaited what) {
      note(mailbox, "waits for " + what);
      return () -> note(mailbox, "waited");
    }

    @Override
    public void dropped(Address mailbox, long messages) {
      note(mailbox, "dropped " + messages);
    }

    @Override
    public void redelivered(Address mailbox, long position, int times) {
      note(mailbox, "redelivered " + position + " for the time " + times);
    }
  }

  /// An observer that fails at each call.
  private static final class Faulty implements MailboxObserver {
    @Override
    public void opened(Address mailbox) {
      throw new IllegalStateException("opened");
    }

    @Override
    public WaitUnderWay waits(Address mailbox, Awaited what) {
      return () -> {
        throw new IllegalStateException("waited");
      };
    }

    @Override
    public void redelivered(Address mailbox, long position, int times) {
      throw new IllegalStateException("redelivered");
    }
  }

  @Test
  void each_event_is_told_once_and_in_order() throws Exception {
    try (Registration _ = Observers.add(new Notes())) {
      try (Mailbox box = Mailbox.create(name)) {
        box.send("m");
        assertThat(box.receive().text()).isEqualTo("m");
        assertThat(told).as("a message by itself is not told").containsExactly("created", "opened");
        assertThat(box.receive(Duration.ofMillis(150))).isNull();
      }
      Mailbox.delete(name);
    }
    assertThat(told)
        .containsExactly("created", "opened", "waits for MESSAGE", "waited", "closed", "deleted");
  }

  @Test
  void a_sender_waits_for_room_and_for_a_receipt() throws Exception {
    try (Mailbox box = Mailbox.named(name).capacity(Capacity.bounded(1)).create();
        Registration _ = Observers.add(new Notes())) {
      Sending soon = Sending.until(Until.RECEIVED).within(Duration.ofMillis(50));
      assertThat(box.send(new byte[1], soon).reached(Until.RECEIVED)).isFalse();
      box.send("fills it");
      assertThat(box.send(new byte[1], Duration.ofMillis(50))).isFalse();
    } finally {
      Mailbox.delete(name);
    }
    assertThat(told)
        .containsExactly("opened", "waits for RECEIPT", "waited", "waits for ROOM", "waited");
  }

  @Test
  void a_faulty_observer_disturbs_no_mailbox_and_no_other_observer() throws Exception {
    try (Registration _ = Observers.add(new Faulty());
        Registration _ = Observers.add(new Notes());
        Mailbox box = Mailbox.create(name)) {
      box.send("again");
      try (Delivery first = box.receiveDelivery()) {
        first.giveBack();
      }
      assertThat(box.receive().redelivered()).isOne();
      assertThat(box.receive(Duration.ofMillis(50))).isNull();
    } finally {
      Mailbox.delete(name);
    }
    assertThat(told)
        .containsExactly(
            "created",
            "opened",
            "redelivered 0 for the time 1",
            "waits for MESSAGE",
            "waited",
            "closed");
  }

  @Test
  void an_observer_that_comes_late_is_told_of_what_is_open() {
    try (Mailbox box = Mailbox.create(name)) {
      Registration registration = Observers.add(new Notes());
      assertThat(told).containsExactly("opened");
      assertThat(Observers.handles()).contains(box);
      registration.close();
    } finally {
      Mailbox.delete(name);
    }
    assertThat(told).as("it is told no more").containsExactly("opened");
  }

  @Test
  void a_handle_that_a_program_drops_is_told_as_closed() {
    String other = TestNamespace.name("other");
    try (Registration _ = Observers.add(new Notes());
        Mailbox _ = Mailbox.create(name)) {
      drop();
      assertThat(told).containsExactly("created", "opened", "opened");
      Eventually.holds(() -> {
        System.gc();
        use(other); // the next handle that opens or closes finds what was collected
        return told.equals(List.of("created", "opened", "opened", "closed"));
      });
    } finally {
      Mailbox.delete(name);
      Mailbox.delete(other);
    }
  }

  private static void use(String address) {
    try (Mailbox box = Mailbox.openOrCreate(address)) {
      assertThat(box.address().toString()).isEqualTo(address);
    }
  }

  private void drop() {
    assertThat(Mailbox.open(name).address().toString()).isEqualTo(name);
  }
}
