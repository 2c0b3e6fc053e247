// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.linux.AddressSpace;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who attached a region to read it cannot write it, whatever he tries.
class ReadOnlyTest extends Regions {
  @ParameterizedTest
  @EnumSource
  void its_segment_refuses(Named kind) throws IOException {
    String words = words(kind);
    try (Region region = builder(words).size(4096).create();
        Region reader = builder(words).readOnly().attach()) {
      region.segment().set(JAVA_LONG, 0, 42);
      assertThat(reader.segment().get(JAVA_LONG, 0)).isEqualTo(42);
      assertThat(reader.segment().isReadOnly()).isTrue();
      assertThatThrownBy(() -> reader.segment().set(JAVA_LONG, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> reader.segment().asSlice(8).fill((byte) 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(AddressSpace.at(reader.address())).startsWith("r--s");
      assertThat(AddressSpace.at(region.address())).startsWith("rw-s");
    }
  }

  /// It dies of it, as any program does that writes where it may not.
  @ParameterizedTest
  @EnumSource
  void the_kernel_kills_a_process_that_writes_there_by_address(Named kind) {
    // LECTURE: 3
    String words = words(kind);
    try (Region region = builder(words).size(4096).create();
        Child reader =
            Child.java(
                List.of(
                    "-XX:ErrorFile=" + directory.resolve("error"), "-XX:-CreateCoredumpOnCrash"),
                Partner.class)) {
      region.segment().set(JAVA_LONG, 8, 42);
      assertThat(ask(reader, "attach " + words + " readOnly")).isEqualTo("done");
      assertThat(ask(reader, "read 8")).isEqualTo("read 42");
      assertThat(ask(reader, "write 8 7")).startsWith("IllegalArgumentException");
      reader.tell("poke 8 7");
      assertThat(reader.awaitEnd()).as("not in peace").isNotZero();
      assertThat(reader.rest()).anyMatch(line -> line.contains("SIGSEGV"));
      assertThat(region.segment().get(JAVA_LONG, 8)).isEqualTo(42);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_new_one_can_be_read_only_from_the_start(Named kind) throws IOException {
    String words = words(kind);
    try (Region region = builder(words).size(4096).readOnly().create()) {
      assertThat(region.segment().isReadOnly()).isTrue();
      assertThat(region.segment().get(JAVA_LONG, 0)).isZero();
      assertThat(AddressSpace.at(region.address())).startsWith("r--s");
      try (Region writer = builder(words).attach()) {
        writer.segment().set(JAVA_LONG, 0, 1);
      }
      assertThat(region.segment().get(JAVA_LONG, 0)).isOne();
    }
  }

  @Test
  void anonymous_memory_can_be_taken_so_too() {
    try (Region region = Region.anonymous(4096).create();
        Offer offer = region.offer(TestNamespace.name("test"));
        Region reader = Region.offered(offer.name()).readOnly().attach()) {
      region.segment().set(JAVA_LONG, 0, 42);
      assertThat(reader.segment().get(JAVA_LONG, 0)).isEqualTo(42);
      assertThat(reader.segment().isReadOnly()).isTrue();
    }
  }
}
