// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;

import dure.raw.Words;
import dure.testkit.Eventually;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Address space as the kernel lists it: reserved, shared, blanked and given back.
class MappingsTest {
  private static final int PAGE = 4096;
  private static final int PAGES = 2 * PAGE;
  private static final int LOOKS = 1000;

  private ShmDirectory directory;
  private int fd;
  private long address;

  @BeforeEach
  void open_a_file_and_reserve_addresses() {
    directory = new ShmDirectory();
    fd = directory.create("file", PAGES);
    address = Mappings.reserve(PAGES);
  }

  @AfterEach
  void give_all_back() {
    good(Mappings.unmap(address, PAGES));
    Files.close(fd);
    directory.close();
  }

  @Test
  void reserved_addresses_hold_nothing() throws IOException {
    assertThat(AddressSpace.at(address)).startsWith("---p").doesNotContain("/");
    fails(Errno.EINVAL, Mappings.reserve(0));
    fails(Errno.ENOMEM, Mappings.reserve(1L << 60));
  }

  @Test
  void a_shared_page_is_the_files_wherever_it_is_mapped() throws IOException {
    long second = Mappings.reserve(PAGES);
    assertThat(Mappings.share(address, PAGES, true, fd, 0)).isEqualTo(address);
    assertThat(Mappings.share(second, PAGE, true, fd, PAGE)).isEqualTo(second);
    assertThat(AddressSpace.at(address)).startsWith("rw-s").endsWith(directory.file("file"));
    Words.longVolatile(address + PAGE + 16, 0x1234_5678_9ABC_DEF0L);
    assertThat(Words.longVolatile(second + 16)).isEqualTo(0x1234_5678_9ABC_DEF0L);
    byte[] read = new byte[1];
    good(Files.read(fd, read, PAGE + 16));
    assertThat(read).containsExactly(0xF0);
    good(Mappings.unmap(second, PAGES));
  }

  @Test
  void a_read_only_page_is_read_only_to_the_kernel() throws IOException {
    int readable = good(Files.open(directory.file("file"), Files.O_RDONLY, 0));
    assertThat(Mappings.share(address, PAGES, false, readable, 0)).isEqualTo(address);
    assertThat(AddressSpace.at(address)).startsWith("r--s");
    fails(Errno.EACCES, Mappings.share(address, PAGES, true, readable, 0));
    Files.close(readable);
  }

  @Test
  void what_cannot_be_shared_is_refused() {
    fails(Errno.EBADF, Mappings.share(address, PAGES, true, -1, 0));
    fails(Errno.EINVAL, Mappings.share(address, PAGES, true, fd, 100));
    fails(Errno.EINVAL, Mappings.share(address + 1, PAGE, true, fd, 0));
    fails(Errno.EINVAL, Mappings.share(address, 0, true, fd, 0));
  }

  @Test
  void blank_pages_replace_the_shared_ones_under_a_running_thread() throws IOException {
    Mappings.share(address, PAGES, true, fd, 0);
    Words.longVolatile(address, 1);
    long word = address + PAGE;
    try (Caller runner = Caller.calling(() -> writeUntilBlank(address, word))) {
      Eventually.holds(() -> Words.longVolatile(word) >= LOOKS);
      assertThat(Mappings.blank(address, PAGES)).isEqualTo(address);
      assertThat(runner.result()).isGreaterThanOrEqualTo(LOOKS);
    }
    assertThat(AddressSpace.at(address)).startsWith("rw-p").doesNotContain("/");
    Words.longVolatile(address, 2);
    byte[] first = new byte[1];
    good(Files.read(fd, first, 0));
    assertThat(first).as("nothing written since is in the file").containsExactly(1);
    fails(Errno.EINVAL, Mappings.blank(address + 1, PAGE));
  }

  private static long writeUntilBlank(long flag, long word) {
    long written = 0;
    while (Words.longVolatile(flag) == 1) {
      Words.longCas(word, written, written + 1);
      written++;
    }
    return written;
  }

  @Test
  void unmapped_addresses_are_free_again() throws IOException {
    long there = Mappings.reserve(PAGES);
    good(Mappings.unmap(there, PAGES));
    assertThat(AddressSpace.at(there)).isEmpty();
    fails(Errno.EINVAL, Mappings.unmap(there + 1, PAGES));
    fails(Errno.EINVAL, Mappings.unmap(there, 0));
  }

  @Test
  void a_segment_keeps_its_addresses_as_long_as_it_can_be_reached() throws IOException {
    long there = Mappings.reserve(PAGES);
    Mappings.blank(there, PAGES);
    List<MemorySegment> slices = new ArrayList<>();
    slices.add(Mappings.segment(there, PAGES).asSlice(PAGE, 8));
    for (int i = 0; i < 5; i++) {
      System.gc();
      assertThat(slices).hasSize(1);
      assertThat(AddressSpace.at(there)).startsWith("rw-p");
    }
    slices.clear();
    Eventually.holds(() -> {
      System.gc();
      return AddressSpace.at(there).isEmpty();
    });
  }

  @Test
  void an_address_is_reserved_where_nothing_is_and_nowhere_else() throws IOException {
    long length = 2 * 4096;
    long address = Mappings.reserve(length);
    assertThat(address).isPositive();
    assertThat(Errno.EEXIST.is(Mappings.reserve(address, length))).isTrue();
    assertThat(Errno.EEXIST.is(Mappings.reserve(address + 4096, length))).isTrue();
    assertThat(AddressSpace.at(address)).startsWith("---p");
    Mappings.unmap(address, length);
    assertThat(Mappings.reserve(address, length)).isEqualTo(address);
    Mappings.unmap(address, length);
    assertThat(Errno.EINVAL.is(Mappings.reserve(address + 1, length))).isTrue();
  }
}
