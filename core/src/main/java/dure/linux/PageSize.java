// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// How large the pages of memory are. On x86-64 the kernel has pages of 4 KiB; on AArch64 a kernel
/// is built with pages of 4, 16 or 64 KiB.
public final class PageSize {
  /// The system property that has this process act as on a machine of larger pages: a power of two
  /// up to [#largest], in bytes. A file for such a machine is made so, and a test uses it.
  public static final String PROPERTY = "dure.pageSize";

  static final long AT_PAGESZ = 6;

  private static final int SMALLEST = 4 << 10;
  private static final int LARGEST = 64 << 10;
  private static final int ENTRY_BYTES = 2 * Long.BYTES;

  private static final int KERNEL =
      Architecture.CURRENT == Architecture.X86_64 ? SMALLEST : of(Path.of("/proc/self/auxv"));

  private PageSize() {}

  /// The smallest pages that a kernel has, in bytes.
  public static int smallest() {
    return SMALLEST;
  }

  /// The largest pages that a kernel has, in bytes.
  public static int largest() {
    return LARGEST;
  }

  /// The page size of this machine's kernel, in bytes.
  public static int kernel() {
    return KERNEL;
  }

  /// The page size for which this process lays regions out, in bytes: the kernel's, unless
  /// [#PROPERTY] names a larger one.
  ///
  /// @throws IllegalArgumentException if the property names none
  public static int current() {
    String wish = System.getProperty(PROPERTY);
    return wish == null ? KERNEL : Math.max(KERNEL, parse(wish));
  }

  private static int parse(String wish) {
    try {
      int bytes = Integer.parseInt(wish);
      if (isOne(bytes)) {
        return bytes;
      }
    } catch (NumberFormatException notANumber) {
      // refused below, as a number that is no page size is
    }
    throw new IllegalArgumentException(
        "the system property "
            + PROPERTY
            + " is a power of two from "
            + SMALLEST
            + " to "
            + LARGEST
            + ", not '"
            + wish
            + "'");
  }

  /// Whether a kernel can have pages of so many bytes.
  public static boolean isOne(int bytes) {
    return bytes >= SMALLEST && bytes <= LARGEST && Integer.bitCount(bytes) == 1;
  }

  /// The page size in the auxiliary vector that the kernel gives each process, pairs of a key and a
  /// value; the largest where it cannot be read, because larger pages than needed harm nothing.
  static int of(Path auxiliaryVector) {
    try {
      ByteBuffer entries =
          ByteBuffer.wrap(java.nio.file.Files.readAllBytes(auxiliaryVector))
              .order(ByteOrder.nativeOrder());
      while (entries.remaining() >= ENTRY_BYTES) {
        long key = entries.getLong();
        long value = entries.getLong();
        if (key == AT_PAGESZ && isOne((int) value)) {
          return (int) value;
        }
      }
    } catch (IOException unreadable) {
      // then the largest
    }
    return LARGEST;
  }
}
