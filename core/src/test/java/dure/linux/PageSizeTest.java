// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dure.testkit.Child;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How large pages are, by the word of the kernel.
class PageSizeTest {
  @TempDir Path directory;

  @Test
  void the_kernel_tells_each_process() {
    int pages;
    try (Child getconf = Child.command("getconf", "PAGESIZE")) {
      pages = Integer.parseInt(getconf.line());
    }
    assertThat(PageSize.of(Path.of("/proc/self/auxv"))).isEqualTo(pages);
    assertThat(PageSize.kernel()).isEqualTo(pages);
    assertThat(PageSize.current()).isEqualTo(pages);
  }

  @Test
  void another_kernel_tells_another_size_and_a_silent_one_the_largest() throws IOException {
    assertThat(PageSize.of(vector(33, 7, 6, 16 << 10, 0, 0))).isEqualTo(16 << 10);
    assertThat(PageSize.of(vector(6, 5000, 0, 0))).isEqualTo(PageSize.largest());
    assertThat(PageSize.of(vector())).isEqualTo(PageSize.largest());
    assertThat(PageSize.of(directory.resolve("none"))).isEqualTo(PageSize.largest());
  }

  private Path vector(long... words) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.nativeOrder());
    for (long word : words) {
      bytes.putLong(word);
    }
    return Files.write(directory.resolve("auxv"), bytes.array());
  }

  @Test
  void a_wish_for_larger_pages_is_kept_and_nonsense_refused() {
    try {
      System.setProperty(PageSize.PROPERTY, "65536");
      assertThat(PageSize.current()).isEqualTo(64 << 10);
      System.setProperty(PageSize.PROPERTY, "4096");
      assertThat(PageSize.current())
          .as("no smaller than the kernel's")
          .isEqualTo(PageSize.kernel());
      for (String nonsense : List.of("", "many", "0", "-4096", "5000", "2048", "131072")) {
        System.setProperty(PageSize.PROPERTY, nonsense);
        assertThatIllegalArgumentException()
            .isThrownBy(PageSize::current)
            .withMessageContaining("a power of two from 4096 to 65536, not '" + nonsense + "'");
      }
    } finally {
      System.clearProperty(PageSize.PROPERTY);
    }
  }
}
