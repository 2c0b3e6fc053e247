// SPDX-License-Identifier: Apache-2.0
package dure.liveness;

import dure.DureException.Subject;
import dure.file.Failures;
import dure.layout.FileNames;
import dure.linux.FileLocks;
import dure.linux.Files;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What this process is known by in locks, and how a process sees whether another still lives.
///
/// A token names a byte of the [TokenFile] of the process's user. For as long as the process lives
/// it holds a write lock on that byte, which only this user can take; the kernel frees it at any
/// death and in no other way. No process id is given twice here, and no clock is asked. Every
/// process that can open `/dev/shm` sees the lock, whatever its user or its pid namespace.
///
/// A program that removes files it does not know can remove that one too. So the process holds a
/// shared lock on the byte of the token's number of the directory itself beside it, which decides
/// where the file is gone.
///
/// Two processes see each other only if they have the same `/dev/shm`: [#domain] tells.
public final class Token {
  /// As many bits a token has.
  public static final int BITS = TokenFile.ID_BITS + TokenFile.OFFSET_BITS;

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static @Nullable Token mine;

  private final int directory;
  private final long value;
  private final long domain;

  /// The files of tokens seen so far, open: once seen, a file decides even if its name is removed.
  private final ConcurrentHashMap<Long, Integer> files = new ConcurrentHashMap<>();

  private Token(int directory, long value, long domain) {
    this.directory = directory;
    this.value = value;
    this.domain = domain;
  }

  /// This process's own; taken at the first call, and kept until the process ends.
  public static synchronized Token mine() {
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
      TokenFile.LockedByte mine = TokenFile.lockByte();
      check(path, "lock a byte of the directory", FileLocks.tryShare(fd, mine.token()));
      Token token = new Token(fd, mine.token(), domain(Files.status(fd).device()));
      token.files.put(mine.token() >>> TokenFile.OFFSET_BITS, mine.fd());
      taken = true;
      return token;
    } finally {
      if (!taken) {
        Files.close(fd);
      }
    }
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
  public long value() {
    return value;
  }

  /// Where this token is seen: the same number for all processes that see it.
  public long domain() {
    return domain;
  }

  /// Whether a domain is of this start of the machine. All tokens of an earlier one are dead.
  public boolean isOfThisBoot(long other) {
    return other >>> Integer.SIZE == domain >>> Integer.SIZE;
  }

  /// Whether the process of another token has ended, or there never was one.
  public boolean isDead(long other) {
    if (other == value) {
      return false;
    }
    int file = file(other);
    return file >= 0
        ? !TokenFile.isLocked(file, other)
        : !FileLocks.isHeldByOther(directory, other);
  }

  private int file(long token) {
    Integer known = files.get(token >>> TokenFile.OFFSET_BITS);
    if (known != null) {
      return known;
    }
    int opened = TokenFile.open(token);
    Integer other = opened < 0 ? null : files.putIfAbsent(token >>> TokenFile.OFFSET_BITS, opened);
    if (other != null) {
      Files.close(opened);
      return other;
    }
    return opened;
  }
}
