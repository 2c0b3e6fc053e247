// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException.Subject;
import dure.SystemLimitException;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Pipes;
import java.nio.charset.StandardCharsets;

/// How many bytes a pipe holds, and what limits that.
public final class PipeSize {
  /// What a pipe holds by default.
  public static final long USUAL = 64 << 10;

  private static final String LIMITS = "/proc/sys/fs/";

  private PipeSize() {}

  /// How many bytes a pipe holds now.
  ///
  /// @param name what errors call the `subject`
  public static long of(Subject subject, String name, int fd) {
    return Failures.check(subject, name, "ask for its size", Pipes.size(fd));
  }

  /// Has a pipe hold so many bytes; the kernel makes pages of them, a power of two: how many it
  /// holds now.
  ///
  /// @param name what errors call the `subject`
  /// @throws SystemLimitException if this user may have no pipe of that size
  /// @throws IllegalStateException if more than that is in it now
  public static long set(Subject subject, String name, int fd, long bytes) {
    long result = bytes > Integer.MAX_VALUE ? -Errno.EPERM.number() : Pipes.resize(fd, bytes);
    if (Errno.EPERM.is(result) || Errno.EINVAL.is(result) || Errno.ENOMEM.is(result)) {
      throw new SystemLimitException(subject, name, beyond(bytes));
    }
    if (Errno.EBUSY.is(result)) {
      throw new IllegalStateException(
          "pipe '" + name + "' holds more than " + bytes + " bytes now (EBUSY); read some first");
    }
    return Failures.check(subject, name, "give it " + bytes + " bytes", result);
  }

  private static String beyond(long bytes) {
    return "a pipe of "
        + bytes
        + " bytes is more than this user may have: one pipe at most "
        + limit("pipe-max-size")
        + " bytes (fs.pipe-max-size), all pipes of a user together "
        + limit("pipe-user-pages-soft")
        + " pages (fs.pipe-user-pages-soft, 0 for any number). Ask for less, or raise the limit:"
        + " sysctl -w fs.pipe-max-size="
        + bytes;
  }

  /// In one read: of such a file the kernel gives nothing from its middle on.
  private static String limit(String name) {
    byte[] digits = new byte[32];
    int fd = Files.open(LIMITS + name, Files.O_RDONLY, 0);
    int got = fd < 0 ? 0 : Files.read(fd, digits, 0);
    if (fd >= 0) {
      Files.close(fd);
    }
    return got <= 0
        ? "an unknown number of"
        : new String(digits, 0, got, StandardCharsets.US_ASCII).strip();
  }
}
