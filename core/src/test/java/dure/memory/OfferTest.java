// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.ConnectionLostException;
import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.handover.DescriptorServer;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Memory;
import dure.linux.Sockets;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Anonymous memory, handed from process to process.
class OfferTest extends Regions {
  private final String name = TestNamespace.name("test");

  @Test
  void it_is_handed_to_another_process() {
    try (Region region = Region.anonymous(10_000).create();
        Offer offer = region.offer(name);
        Child partner = Child.java(Partner.class)) {
      assertThat(offer.name()).isEqualTo(name);
      region.segment().set(JAVA_LONG, 9_992, 42);
      assertThat(ask(partner, "attach offered " + name)).isEqualTo("done");
      assertThat(ask(partner, "read 9992")).isEqualTo("read 42");
      assertThat(ask(partner, "write 0 43")).isEqualTo("done");
      assertThat(region.segment().get(JAVA_LONG, 0)).isEqualTo(43);
      assertThat(region.status().attached()).isEqualTo(2);
    }
  }

  @Test
  void nobody_can_change_its_size() {
    try (Region region = Region.anonymous(4096).create()) {
      int fd = openDescriptor();
      assertThat(Errno.EPERM.is(Files.truncate(fd, 0))).isTrue();
      assertThat(Errno.EPERM.is(Files.truncate(fd, 8192))).isTrue();
      assertThat(Errno.EPERM.is(Memory.seal(fd, Memory.F_SEAL_GROW))).isTrue();
      assertThat(region.size()).isEqualTo(4096);
    }
  }

  /// The one of this process that is anonymous memory of ours.
  private static int openDescriptor() {
    return Files.list("/proc/self/fd").stream()
        .filter(fd -> {
          try {
            return java.nio.file.Files.readSymbolicLink(java.nio.file.Path.of("/proc/self/fd", fd))
                .toString()
                .startsWith("/memfd:" + Anonymous.LABEL);
          } catch (java.io.IOException closed) {
            return false;
          }
        })
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_name_is_offered_once_and_free_when_the_offer_ends() {
    try (Region region = Region.anonymous(4096).create()) {
      try (Offer _ = region.offer(name)) {
        assertThatThrownBy(() -> region.offer(name))
            .isInstanceOf(ObjectExistsException.class)
            .hasMessageContaining("EADDRINUSE");
      }
      assertThatThrownBy(() -> Region.offered(name).attach())
          .isInstanceOf(NoSuchObjectException.class)
          .hasMessageContaining("no process offers one of this name (ECONNREFUSED)");
      Offer again = region.offer(name);
      again.close();
      again.close();
      assertThatThrownBy(() -> region.offer("a/b")).isInstanceOf(InvalidNameException.class);
    }
  }

  @Test
  void memory_and_offer_outlive_the_region_and_memory_outlives_the_offerer() {
    try (Child partner = Child.java(Partner.class)) {
      assertThat(ask(partner, "create anonymous 4096")).isEqualTo("done");
      assertThat(ask(partner, "write 0 42")).isEqualTo("done");
      assertThat(ask(partner, "offer " + name)).isEqualTo("done");
      assertThat(ask(partner, "close")).isEqualTo("done");
      try (Region taken = Region.offered(name).attach()) {
        partner.kill();
        assertThat(taken.segment().get(JAVA_LONG, 0)).isEqualTo(42);
        assertThatThrownBy(() -> Region.offered(name).attach())
            .isInstanceOf(NoSuchObjectException.class);
        try (Offer _ = taken.offer(name);
            Region passedOn = Region.offered(name).attach()) {
          assertThat(passedOn.segment().get(JAVA_LONG, 0)).isEqualTo(42);
        }
      }
    }
  }

  @Test
  void its_mode_says_who_may_take_it() {
    if (!OtherUser.isThere()) {
      try (Region region = Region.anonymous(4096).mode(0400).readOnly().create();
          Offer _ = region.offer(name)) {
        Region.offered(name).readOnly().attach().close();
        assertThatThrownBy(() -> Region.offered(name).attach())
            .isInstanceOf(NotPermittedException.class);
      }
      return;
    }
    OtherUser user = new OtherUser(directory, Partner.class);
    for (int mode : new int[] {0600, 0644, 0666}) {
      try (Region region = Region.anonymous(4096).mode(mode).create();
          Offer _ = region.offer(name);
          Child other = user.java(Partner.class)) {
        assertThat(ask(other, "attach offered " + name + " readOnly"))
            .startsWith(mode == 0600 ? "NotPermittedException: region '" + name : "done");
        assertThat(ask(other, "attach offered " + name))
            .startsWith(mode == 0666 ? "done" : "NotPermittedException: ")
            .contains(mode == 0666 ? "done" : "it is user root's (");
      }
    }
  }

  @Test
  void memory_that_its_giver_could_cut_is_not_taken() {
    for (boolean half : new boolean[] {false, true}) {
      int memory = Memory.create("bad");
      assertThat(Files.allocate(memory, 0, 4096)).isZero();
      if (half) {
        assertThat(Memory.seal(memory, Memory.F_SEAL_GROW | Memory.F_SEAL_SHRINK)).isZero();
      }
      serveOnce(
          memory,
          () ->
              assertThatThrownBy(() -> Region.offered(name).attach())
                  .isInstanceOf(InvalidNameException.class)
                  .hasMessageContaining("not memory sealed against shrinking and growing"));
      Files.close(memory);
    }
    serveOnce(
        -1,
        () ->
            assertThatThrownBy(() -> Region.offered(name).attach())
                .isInstanceOf(NoSuchObjectException.class));
  }

  /// Hands out a descriptor, or no descriptor, as an offer never would.
  private void serveOnce(int memory, Runnable visit) {
    int listening = Sockets.listen(FileNames.current().offer(name));
    assertThat(listening).isNotNegative();
    Thread server =
        Thread.ofPlatform()
            .start(() -> {
              int visitor = Sockets.accept(listening);
              Sockets.send(visitor, DescriptorServer.WELCOME, memory);
              Files.close(visitor);
            });
    try {
      visit.run();
      server.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.close(listening);
    }
  }

  @Test
  void one_that_does_not_answer_is_not_waited_for() {
    try (Child partner = Child.java(Partner.class)) {
      assertThat(ask(partner, "create anonymous 4096")).isEqualTo("done");
      assertThat(ask(partner, "offer " + name)).isEqualTo("done");
      partner.signal("STOP");
      assertThatThrownBy(() -> Region.offered(name).attach())
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("(" + partner.pid() + ") does not answer");
      partner.signal("CONT");
      Eventually.holds(this::isTaken);
    }
  }

  private boolean isTaken() {
    try {
      Region.offered(name).attach().close();
      return true;
    } catch (ConnectionLostException notYet) {
      return false;
    }
  }

  @Test
  void a_virtual_thread_can_take_it() throws InterruptedException {
    AtomicReference<Object> got = new AtomicReference<>();
    try (Region region = Region.anonymous(4096).create();
        Offer _ = region.offer(name)) {
      region.segment().set(JAVA_LONG, 0, 42);
      Thread.ofVirtual()
          .start(() -> {
            try (Region taken = Region.offered(name).attach()) {
              got.set(taken.segment().get(JAVA_LONG, 0));
            }
          })
          .join();
    }
    assertThat(got.get()).isEqualTo(42L);
  }

  @Test
  void what_has_no_name_and_what_has_one_are_not_confused() {
    try (Region region = Region.anonymous(4096).create();
        Region named = Region.posix(posixName()).size(1).create()) {
      for (Runnable wrong :
          List.<Runnable>of(
              region::remove,
              () -> named.offer(name),
              () -> Region.anonymous(1).attach(),
              () -> Region.anonymous(1).remove(),
              () -> Region.offered(name).size(1).create())) {
        assertThatThrownBy(wrong::run).isInstanceOf(IllegalStateException.class);
      }
    }
  }
}
