// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.DureException;
import dure.NoSuchObjectException;
import dure.ObjectExistsException;
import dure.SystemLimitException;
import dure.linux.AddressSpace;
import dure.linux.Mappings;
import dure.testkit.Child;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Regions at an address of the caller's.
class AddressTest extends Regions {
  private static final long PAGE = 4096;

  /// Where in every process of this test there is room: far from all that the system places.
  private static long far = 0x2000_0000_0000L;

  private static long farAddress() {
    return far += PAGE << 10;
  }

  @ParameterizedTest
  @EnumSource
  void every_process_can_have_it_at_the_same_one(Named kind) {
    String words = words(kind);
    long address = farAddress();
    try (Region region = builder(words).size(PAGE).at(address).create();
        Child partner = Child.java(Partner.class)) {
      assertThat(region.address()).isEqualTo(address);
      assertThat(ask(partner, "attach " + words + " at=" + address)).isEqualTo("done");
      assertThat(ask(partner, "write 8 " + (address + 8))).isEqualTo("done");
      long pointer = region.segment().get(JAVA_LONG, 8);
      assertThat(region.segment().get(JAVA_LONG, pointer - region.address())).isEqualTo(pointer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void where_something_is_mapped_it_is_refused_and_nothing_happens_to_that(Named kind)
      throws IOException {
    String words = words(kind);
    try (Region there = Region.anonymous(2 * PAGE).create()) {
      there.segment().set(JAVA_LONG, PAGE, 42);
      String before = AddressSpace.at(there.address());
      for (long address : new long[] {there.address(), there.address() + PAGE}) {
        assertThatThrownBy(() -> builder(words).size(PAGE).at(address).create())
            .isInstanceOf(ObjectExistsException.class)
            .hasMessageContaining("cannot attach it at 0x" + Long.toHexString(address))
            .hasMessageContaining("something is mapped there");
        assertThatThrownBy(() -> builder(words).attach())
            .as("what cannot be attached was not created")
            .isInstanceOf(NoSuchObjectException.class);
      }
      assertThat(AddressSpace.at(there.address())).isEqualTo(before);
      assertThat(there.segment().get(JAVA_LONG, PAGE)).isEqualTo(42);
      builder(words).size(PAGE).create().close();
      assertThatThrownBy(() -> builder(words).at(there.address()).attach())
          .isInstanceOf(ObjectExistsException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_is_free_again_once_the_region_is_closed(Named kind) {
    String words = words(kind);
    long address = farAddress();
    Region first = builder(words).size(2 * PAGE).at(address).create();
    MemorySegment stale = first.segment();
    assertThatThrownBy(() -> builder(words).at(address).attach())
        .as("the first is still there")
        .isInstanceOf(ObjectExistsException.class);
    first.close();
    for (int i = 0; i < 3; i++) {
      try (Region again = builder(words).at(address).attach()) {
        assertThat(again.address()).isEqualTo(address);
        assertThat(again.segment().getAtIndex(JAVA_LONG, 0)).isEqualTo(i);
        again.segment().set(JAVA_LONG, 0, i + 1L);
        assertThatThrownBy(() -> stale.get(JAVA_LONG, 0)).isInstanceOf(IllegalStateException.class);
      }
    }
    assertThat(first.address()).isEqualTo(address);
  }

  @Test
  void one_where_none_can_be_is_refused() {
    for (long address : new long[] {0, -PAGE, 1, PAGE + 8}) {
      assertThatThrownBy(() -> Region.posix("/x").at(address))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("multiple of 4096, not at 0x" + Long.toHexString(address));
    }
    RegionBuilder builder = Region.posix(posixName()).size(PAGE);
    assertThatThrownBy(() -> builder.at(1L << 62).create())
        .isInstanceOf(SystemLimitException.class)
        .hasMessageContaining("no such addresses");
    assertThatThrownBy(builder::attach).isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void the_addresses_that_the_kernel_chooses_are_never_anothers() {
    try (Region one = Region.anonymous(PAGE).create();
        Region two = Region.anonymous(PAGE).create()) {
      assertThat(one.address()).isNotEqualTo(two.address());
      assertThat(Mappings.reserve(one.address(), PAGE)).isNegative();
    }
  }

  @Test
  void what_is_refused_says_which_region() {
    String name = posixName();
    assertThatThrownBy(() -> Region.posix(name).attach())
        .hasMessageStartingWith("region '" + name + "': ")
        .extracting(refused -> ((DureException) refused).subject())
        .isEqualTo(DureException.Subject.REGION);
  }
}
