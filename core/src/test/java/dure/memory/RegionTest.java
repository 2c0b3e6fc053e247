// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.NoSuchObjectException;
import dure.ObjectExistsException;
import dure.raw.Words;
import dure.testkit.Child;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every region that has a name does, whichever kind it is.
class RegionTest extends Regions {
  // LECTURE: 3

  private static final int BYTES = 10_000; // no multiple of a page

  @ParameterizedTest
  @EnumSource
  void what_one_process_writes_others_read(Named kind) {
    String words = words(kind);
    try (Region region = builder(words).size(BYTES).create();
        Child first = Child.java(Partner.class);
        Child second = Child.java(Partner.class)) {
      assertThat(region.size()).isEqualTo(BYTES);
      assertThat(region.segment().mismatch(MemorySegment.ofArray(new byte[BYTES]))).isEqualTo(-1);
      assertThat(ask(first, "attach " + words)).isEqualTo("done");
      assertThat(ask(second, "attach " + words)).isEqualTo("done");
      region.segment().set(JAVA_LONG, 9_992, 42);
      assertThat(ask(first, "read 9992")).isEqualTo("read 42");
      assertThat(ask(second, "write 16 43")).isEqualTo("done");
      assertThat(ask(first, "read 16")).isEqualTo("read 43");
      assertThat(region.segment().get(JAVA_LONG, 16)).isEqualTo(43);
      assertThat(ask(first, "read 10000")).startsWith("IndexOutOfBoundsException");
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_outlives_its_creator_however_that_ends(Named kind) {
    String words = words(kind);
    try (Child creator = Child.java(Partner.class)) {
      assertThat(ask(creator, "create " + words + " size=4096")).isEqualTo("done");
      assertThat(ask(creator, "write 8 7")).isEqualTo("done");
      creator.kill();
    }
    try (Region region = builder(words).attach()) {
      assertThat(region.segment().get(JAVA_LONG, 8)).isEqualTo(7);
      assertThat(region.status().attached()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void to_create_is_exclusive_and_to_attach_needs_one(Named kind) {
    String words = words(kind);
    assertThatThrownBy(() -> builder(words).attach())
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("there is none of this ")
        .hasMessageContaining("create it");
    try (Region made = builder(words).size(4096).attachOrCreate();
        Region found = builder(words).size(4000).attachOrCreate()) {
      made.segment().set(JAVA_INT, 0, 5);
      assertThat(found.segment().get(JAVA_INT, 0)).isEqualTo(5);
      assertThat(found.size()).as("all of it").isEqualTo(4096);
      assertThatThrownBy(() -> builder(words).size(4096).create())
          .isInstanceOf(ObjectExistsException.class)
          .hasMessageContaining("EEXIST")
          .hasMessageContaining("remove it first");
    }
  }

  @ParameterizedTest
  @EnumSource
  void of_several_who_would_create_it_one_does_and_all_have_it(Named kind) {
    try (Child first = Child.java(Partner.class);
        Child second = Child.java(Partner.class);
        Child third = Child.java(Partner.class)) {
      List<Child> all = List.of(first, second, third);
      all.forEach(each -> assertThat(ask(each, "create anonymous 1")).isEqualTo("done"));
      for (int i = 0; i < 20; i++) {
        String words = words(kind);
        all.forEach(each -> each.tell("attachOrCreate " + words + " size=8192"));
        all.forEach(each -> assertThat(each.line()).isEqualTo("done"));
        assertThat(ask(first, "write 8 " + i)).isEqualTo("done");
        assertThat(ask(second, "read 8")).isEqualTo("read " + i);
        assertThat(ask(third, "read 8")).isEqualTo("read " + i);
        all.forEach(each -> assertThat(ask(each, "close")).isEqualTo("done"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_that_is_too_small_is_refused(Named kind) {
    String words = words(kind);
    builder(words).size(4096).create().close();
    assertThatThrownBy(() -> builder(words).size(4097).attach())
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("there is one of only 4096 bytes, and 4097 are asked for");
    assertThatThrownBy(() -> builder(words).size(1 << 20).attachOrCreate())
        .isInstanceOf(ObjectExistsException.class)
        .hasMessageContaining("only 4096 bytes");
  }

  @ParameterizedTest
  @EnumSource
  void after_removal_the_name_is_free_and_those_attached_go_on(Named kind) {
    String words = words(kind);
    try (Region old = builder(words).size(4096).create();
        Child partner = Child.java(Partner.class)) {
      assertThat(ask(partner, "attach " + words)).isEqualTo("done");
      assertThat(old.status().removed()).isFalse();
      assertThat(old.remove()).isTrue();
      assertThat(old.status().removed()).isTrue();
      assertThat(old.remove()).as("once more").isFalse();
      assertThat(ask(partner, "remove")).isEqualTo("removed false");
      assertThatThrownBy(() -> builder(words).attach()).isInstanceOf(NoSuchObjectException.class);
      assertThatThrownBy(() -> builder(words).remove()).isInstanceOf(NoSuchObjectException.class);
      old.segment().set(JAVA_LONG, 0, 1);
      assertThat(ask(partner, "read 0")).isEqualTo("read 1");
      try (Region another = builder(words).size(4096).create()) {
        assertThat(another.segment().get(JAVA_LONG, 0)).isZero();
        assertThat(old.remove()).as("the name is another's now").isFalse();
        assertThat(another.status().removed()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void attached_counts_come_and_go(Named kind) {
    String words = words(kind);
    try (Region region = builder(words).size(4096).create()) {
      assertThat(region.status().attached()).isOne();
      try (Child partner = Child.java(Partner.class)) {
        assertThat(ask(partner, "attach " + words)).isEqualTo("done");
        assertThat(region.status().attached()).isEqualTo(2);
        assertThat(ask(partner, "close")).isEqualTo("done");
        assertThat(region.status().attached()).as("its pages are blanked").isOne();
        assertThat(ask(partner, "attach " + words)).isEqualTo("done");
        partner.kill();
        assertThat(region.status().attached()).isOne();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void once_it_is_closed_its_segment_refuses_and_its_addresses_hold_zeros(Named kind) {
    String words = words(kind);
    try (Region other = builder(words).size(4096).create()) {
      Region region = builder(words).attach();
      MemorySegment slice = region.segment().asSlice(8, 8);
      region.segment().set(JAVA_LONG, 8, 42);
      region.close();
      region.close();
      assertThatThrownBy(() -> slice.get(JAVA_LONG, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> slice.set(JAVA_LONG, 0, 1))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(region::status).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(region::remove).isInstanceOf(IllegalStateException.class);
      assertThat(Words.longVolatile(region.address() + 8)).isZero();
      Words.longVolatile(region.address() + 8, 43);
      assertThat(other.segment().get(JAVA_LONG, 8)).isEqualTo(42);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_thread_that_is_inside_while_it_is_closed_gets_an_exception(Named kind) throws Exception {
    Region region = builder(words(kind)).size(1 << 20).create();
    CountDownLatch inside = new CountDownLatch(1);
    AtomicReference<Throwable> met = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (true) {
                  region.segment().fill((byte) 7);
                  inside.countDown();
                }
              } catch (IllegalStateException closed) {
                met.set(closed);
              }
            });
    inside.await();
    region.close();
    thread.join();
    assertThat(met.get()).hasMessageContaining("closed");
  }

  /// A ring, a table and a counter, as the program likes: the memory has no shape of its own.
  @ParameterizedTest
  @EnumSource
  void records_arrays_and_rings_lie_in_it_as_the_program_lays_them_out(Named kind) {
    SequenceLayout players =
        MemoryLayout.sequenceLayout(
            5, MemoryLayout.structLayout(JAVA_INT.withName("id"), JAVA_INT.withName("score")));
    MemoryLayout all =
        MemoryLayout.structLayout(
            JAVA_LONG.withName("version"),
            players.withName("players"),
            MemoryLayout.sequenceLayout(64, JAVA_BYTE).withName("ring"));
    VarHandle score =
        all.varHandle(
            PathElement.groupElement("players"),
            PathElement.sequenceElement(),
            PathElement.groupElement("score"));
    String words = words(kind);
    try (Region region = builder(words).size(all.byteSize()).create();
        Child partner = Child.java(Partner.class)) {
      score.setVolatile(region.segment(), 0L, 3L, 99);
      assertThat((int) score.getAndAdd(region.segment(), 0L, 3L, 1)).isEqualTo(99);
      assertThat(ask(partner, "attach " + words)).isEqualTo("done");
      assertThat(ask(partner, "read " + (8 + 3 * 8))).isEqualTo("read " + (100L << 32));
    }
  }

  @Test
  void a_size_that_none_can_have_is_refused() {
    for (long bytes : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> Region.posix("/x").size(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a region has at least one byte, not " + bytes);
      assertThatThrownBy(() -> Region.anonymous(bytes))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Region.posix("/x").create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only with a size");
    for (int mode : new int[] {01666, 0700, -1}) {
      assertThatThrownBy(() -> Region.posix("/x").mode(mode))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("and not 0" + Integer.toOctalString(mode));
    }
  }
}
