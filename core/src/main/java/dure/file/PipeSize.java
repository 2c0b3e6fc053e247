// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException.Subject;
import dure.SystemLimitException;
import dure.linux.Errno;
import dure.linux.Pipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many bytes a pipe holds, and what limits that.
public final class PipeSize {
  /// What a pipe holds unless somebody says otherwise.
  public static final long USUAL = 64 << 10;

  private static final Path LIMITS = Path.of("/proc/sys/fs");

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

  private static String limit(String name) {
    try {
      return Files.readString(LIMITS.resolve(name)).strip();
    } catch (IOException noProc) {
      return "an unknown number of";
    }
  }
}
