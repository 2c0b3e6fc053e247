// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.NotPermittedException;
import dure.SystemFailureException;
import dure.linux.AddressSpace;
import dure.linux.FileLocks;
import dure.raw.Words;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A file's pages in this process: shared while attached, harmless afterwards.
class MappingTest {
  private static final long PAGE = 4096;
  private static final long BYTES = 4 * PAGE;

  private final String name = TestNamespace.name("test");
  private SharedFile file;

  @BeforeEach
  void create_a_file() {
    file = SharedFile.create(name, BYTES, 0600, "", unfinished -> {});
  }

  @AfterEach
  void remove_it() {
    try (SharedFile there = file) {
      there.unlink();
    }
  }

  @Test
  void two_mappings_of_a_file_are_the_same_memory() {
    try (Mapping one = Mapping.of(file, BYTES, true);
        Mapping two = Mapping.of(file, 2 * PAGE, true)) {
      assertThat(one.segment().byteSize()).isEqualTo(BYTES);
      assertThat(one.segment().address()).isEqualTo(one.address()).isNotEqualTo(two.address());
      Words.longVolatile(one.address() + PAGE, 42);
      assertThat(two.segment().get(JAVA_LONG, PAGE)).isEqualTo(42);
      assertThatThrownBy(() -> two.segment().get(JAVA_LONG, 2 * PAGE))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void what_runs_over_the_end_goes_on_at_the_mirror() {
    try (Mapping mapping = Mapping.mirrored(file, BYTES, PAGE, true)) {
      long ring = BYTES - PAGE;
      assertThat(mapping.segment().byteSize()).isEqualTo(BYTES + ring);
      byte[] record = "runs over the end".getBytes(StandardCharsets.UTF_8);
      MemorySegment.copy(record, 0, mapping.segment(), JAVA_BYTE, BYTES - 5, record.length);
      byte[] rest = new byte[record.length - 5];
      Words.copyOut(mapping.address() + PAGE, rest, 0, rest.length);
      assertThat(new String(rest, StandardCharsets.UTF_8)).isEqualTo("over the end");
      for (long offset = PAGE; offset < BYTES; offset += 512) {
        Words.longVolatile(mapping.address() + offset + ring, offset);
        assertThat(Words.longVolatile(mapping.address() + offset)).isEqualTo(offset);
      }
      Words.longVolatile(mapping.address(), 1);
      assertThat(mapping.segment().get(JAVA_LONG, BYTES))
          .as("the first page is not in it")
          .isNotEqualTo(1);
    }
  }

  @Test
  void a_read_only_mapping_offers_no_way_to_write() throws IOException {
    try (Mapping mapping = Mapping.mirrored(file, BYTES, PAGE, false)) {
      assertThat(AddressSpace.at(mapping.address())).startsWith("r--s");
      assertThat(AddressSpace.at(mapping.address() + BYTES)).startsWith("r--s");
      assertThat(mapping.segment().isReadOnly()).isTrue();
      assertThatThrownBy(() -> mapping.segment().set(JAVA_LONG, 0, 1L))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> mapping.segment().asSlice(8, 8).fill((byte) 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(mapping.segment().get(JAVA_LONG, 0)).isZero();
    }
  }

  @Test
  void a_mapping_that_fails_leaves_nothing_behind() {
    try (SharedFile readable = SharedFile.open(name, false)) {
      assertThatThrownBy(() -> Mapping.of(readable, BYTES, true))
          .isInstanceOf(NotPermittedException.class)
          .hasMessageContaining(name);
    }
    SharedFile locked = file.again(true);
    assertThat(FileLocks.tryLock(locked.fd(), 7)).isZero();
    assertThatThrownBy(() -> Mapping.mirrored(locked, BYTES, PAGE + 1, true))
        .as("its first half was possible")
        .isInstanceOf(SystemFailureException.class)
        .hasMessageContaining("EINVAL");
    locked.close();
    assertThat(FileLocks.isHeldByOther(file.fd(), 7)).isFalse();
  }

  @Test
  void after_detaching_the_addresses_hold_nothing_that_is_anothers() throws IOException {
    try (Mapping other = Mapping.of(file, BYTES, true)) {
      Mapping detached = Mapping.mirrored(file, BYTES, PAGE, true);
      Words.longVolatile(detached.address(), 42);
      detached.close();
      assertThat(AddressSpace.at(detached.address())).startsWith("rw-p");
      assertThat(Words.longVolatile(detached.address())).isZero();
      Words.longVolatile(detached.address(), 43);
      assertThat(Words.longVolatile(other.address())).isEqualTo(42);
      detached.close();
      assertThat(Words.longVolatile(detached.address())).isZero();
    }
  }

  @Test
  void detaching_lets_go_of_the_files_locks() {
    SharedFile locked = file.again(true);
    Mapping mapping = Mapping.of(locked, BYTES, true);
    assertThat(FileLocks.tryLock(locked.fd(), 7)).isZero();
    locked.close();
    assertThat(FileLocks.isHeldByOther(file.fd(), 7)).isTrue();
    mapping.close();
    assertThat(FileLocks.isHeldByOther(file.fd(), 7)).isFalse();
  }

  @Test
  void the_addresses_are_given_back_when_nobody_can_reach_them() throws IOException {
    List<MemorySegment> slices = new ArrayList<>();
    long address = mapAndKeep(slices);
    for (int i = 0; i < 5; i++) {
      System.gc();
      assertThat(slices).hasSize(1);
      assertThat(AddressSpace.at(address)).startsWith("rw-p");
    }
    slices.clear();
    Eventually.holds(() -> {
      System.gc();
      return AddressSpace.at(address).isEmpty();
    });
  }

  private long mapAndKeep(List<MemorySegment> slices) {
    try (Mapping mapping = Mapping.of(file, BYTES, true)) {
      slices.add(mapping.segment().asSlice(8, 8));
      return mapping.address();
    }
  }

  /// In a process of its own, because what this is about would take the JVM down.
  @Test
  void detaching_under_running_threads_harms_none_of_them() {
    try (Child child = Child.java(Detacher.class, name)) {
      assertThat(child.await("survived")).isEqualTo("200 times");
      child.awaitSuccess();
    }
  }
}
