// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.DureException.Subject;
import dure.SystemFailureException;
import dure.file.Failures;
import dure.layout.FileNames;
import dure.linux.FileLocks;
import dure.linux.Files;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// What this process is known by in locks, and how one sees whether another still lives.
///
/// A token is a random number. For as long as the process lives it holds a shared lock on the byte
/// of that number of the directory `/dev/shm`, by an open file description of its own. The kernel
/// frees it at any death and in no other way; there is no file to be left behind, no process id to
/// be given twice, and no clock. Any process that can open the directory sees the lock, whatever
/// its user or its pid namespace.
///
/// Two processes see each other only if they have the same `/dev/shm`: [#domain] tells.
final class Token {
  /// As many bits a token has.
  static final int BITS = 62;

  /// Of random numbers, of which even one is hardly ever taken.
  private static final int TRIES = 8;

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static @Nullable Token mine;

  private final int directory;
  private final long value;
  private final long domain;

  private Token(int directory, long value, long domain) {
    this.directory = directory;
    this.value = value;
    this.domain = domain;
  }

  /// This process's own; taken at the first call, and kept until the process ends.
  static synchronized Token mine() {
    if (mine == null) {
      mine = take();
    }
    return mine;
  }

  private static Token take() {
    String path = FileNames.DIRECTORY;
    int fd =
        check(path, "open the directory", Files.open(path, Files.O_RDONLY | Files.O_DIRECTORY, 0));
    boolean taken = false;
    try {
      long value = free(fd);
      check(path, "lock a byte of the directory", FileLocks.tryShare(fd, value));
      Token token = new Token(fd, value, domain(Files.status(fd).device()));
      taken = true;
      return token;
    } finally {
      if (!taken) {
        Files.close(fd);
      }
    }
  }

  private static long free(int fd) {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < TRIES; i++) {
      long value = random.nextLong() >>> (Long.SIZE - BITS);
      if (value != 0 && !FileLocks.isHeldByOther(fd, value)) {
        return value;
      }
    }
    throw new SystemFailureException(
        Subject.LOCK,
        FileNames.DIRECTORY,
        "a process holds a lock on all of the directory, so that no byte of it is left for this"
            + " one; 'lslocks' shows which, end it");
  }

  private static int check(String path, String tried, int result) {
    return (int) Failures.check(Subject.LOCK, path, tried, result);
  }

  /// The machine since its start in the high half, the file system in the low one; never zero.
  private static long domain(long device) {
    return bootId() << Integer.SIZE | Integer.toUnsignedLong(Long.hashCode(device)) | 1L << 63;
  }

  private static long bootId() {
    try {
      byte[] id = java.nio.file.Files.readAllBytes(BOOT);
      return new String(id, StandardCharsets.US_ASCII).hashCode();
    } catch (IOException withoutProc) {
      return 0;
    }
  }

  /// At most [#BITS] bits, and never zero.
  long value() {
    return value;
  }

  /// Where this token is seen: the same number for every process that sees it.
  long domain() {
    return domain;
  }

  /// Whether a domain is of this start of the machine. All tokens of an earlier one are dead.
  boolean isOfThisBoot(long other) {
    return other >>> Integer.SIZE == domain >>> Integer.SIZE;
  }

  /// Whether the process of another token has ended, or there never was one.
  boolean isDead(long other) {
    return other != value && !FileLocks.isHeldByOther(directory, other);
  }
}
