// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.Deadline;
import dure.DureException.Subject;
import dure.ObjectExistsException;
import dure.linux.Errno;
import dure.linux.FileLocks;
import dure.linux.Files;
import dure.linux.SocketAddresses;
import dure.linux.SocketCalls;
import dure.linux.UnixSocket;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The file that is the name of a Unix socket. It outlives its socket when the process is killed:
/// then it is *stale*, and the next process that binds there replaces it.
///
/// A process that replaces or removes such a file holds the lock of its directory, which the kernel
/// gives back at its death. So of two processes that find the same stale file the second finds the
/// first one's socket, and leaves it alone.
public final class SocketFile {
  /// A process that may only read the directory can keep its lock for ever.
  private static final Duration LONGEST_LOCK = Duration.ofMillis(50);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long PAUSE_NANOS = 1_000_000L;

  private final EndpointAddress.Unix address;
  private final Files.Status status;

  private SocketFile(EndpointAddress.Unix address, Files.Status status) {
    this.address = address;
    this.status = status;
  }

  /// The file that is there now; null if there is none, or no socket.
  public static @Nullable SocketFile at(EndpointAddress.Unix address) {
    Files.Status found = address.isAbstract() ? null : look(address.name());
    return found != null && found.isSocket() ? new SocketFile(address, found) : null;
  }

  private static Files.@Nullable Status look(String path) {
    int fd = Files.open(path, Files.O_PATH | Files.O_NOFOLLOW, 0);
    if (fd < 0) {
      return null;
    }
    try {
      return Files.status(fd);
    } finally {
      Files.close(fd);
    }
  }

  /// Gives it to a group, unless that is empty, and sets the rights to connect. Another file that
  /// has its name meanwhile, also a link, stays as it is.
  ///
  /// @param mode permission bits: to connect is to write
  /// @param gid the group's number
  void permit(int mode, OptionalInt gid) throws IOException {
    int fd = Files.open(address.name(), Files.O_PATH | Files.O_NOFOLLOW, 0);
    if (fd < 0) {
      throw new IOException(Errno.describe(fd));
    }
    try {
      if (!Files.status(fd).sameFile(status)) {
        throw new IOException("something else is there now");
      }
      Path itself = Path.of("/proc/self/fd/" + fd);
      if (gid.isPresent()) {
        java.nio.file.Files.setAttribute(itself, "unix:gid", gid.getAsInt());
      }
      java.nio.file.Files.setAttribute(itself, "unix:mode", mode);
    } finally {
      Files.close(fd);
    }
  }

  /// Removes the file if it is this one still and no socket is behind it; true if it is gone.
  public boolean removeIfStale() {
    return locked(
            address.name(),
            () ->
                isThisStill() && isStale(address, Kind.STREAM)
                    ? remove(address.name(), status)
                    : -1)
        >= 0;
  }

  /// Removes the file if it is this one still.
  void remove() {
    locked(address.name(), () -> isThisStill() ? remove(address.name(), status) : 0);
  }

  private boolean isThisStill() {
    Files.Status now = look(address.name());
    return now != null && now.sameFile(status);
  }

  /// Binds at a path where something is: the result of the call.
  ///
  /// @throws ObjectExistsException if it is no socket, or one with a living process behind it
  static int replace(int fd, EndpointAddress.Unix address, Kind kind) {
    return locked(
        address.name(),
        () -> {
          Files.Status found = look(address.name());
          if (found != null && !found.isSocket()) {
            throw exists(
                address, "a file that is no socket is there, and stays; take another path");
          }
          if (found != null && !isStale(address, kind)) {
            throw exists(address, "another socket has this name; take another path, or end it");
          }
          if (found != null) {
            int removed = remove(address.name(), found);
            if (removed < 0) {
              return removed;
            }
          }
          return SocketCalls.bind(fd, address.encoded());
        });
  }

  private static ObjectExistsException exists(EndpointAddress address, String problem) {
    return new ObjectExistsException(Subject.CHANNEL, address.toString(), problem);
  }

  /// True if a socket's file has no socket: no process answers, and none that has bound it is about
  /// to listen.
  private static boolean isStale(EndpointAddress.Unix address, Kind kind) {
    int probe = SocketCalls.socket(SocketAddresses.AF_UNIX, kind.number);
    if (probe < 0) {
      return false;
    }
    try {
      return Errno.ECONNREFUSED.is(SocketCalls.connect(probe, address.encoded()))
          && !isBound(address.name());
    } finally {
      Files.close(probe);
    }
  }

  private static boolean isBound(String path) {
    return UnixSocket.all().anyMatch(there -> there.isUnconnected() && there.name().equals(path));
  }

  /// Removes one file and no other: it is moved aside, and what was moved is looked at. Another
  /// file, which came between, goes back.
  private static int remove(String path, Files.Status expected) {
    Path file = Path.of(path);
    Path aside = Path.of(path + "." + HexFormat.of().toHexDigits(RANDOM.nextLong()));
    try {
      java.nio.file.Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException refused) {
      return -Errno.EACCES.number();
    }
    Files.Status moved = look(aside.toString());
    try {
      if (moved != null && moved.sameFile(expected)) {
        java.nio.file.Files.deleteIfExists(aside);
      } else {
        java.nio.file.Files.move(aside, file);
      }
      return 0;
    } catch (IOException refused) {
      return -Errno.EACCES.number();
    }
  }

  /// Does something while no other process does so in this directory, as far as it can be locked: a
  /// lock that is not to be had soon is done without.
  private static int locked(String path, IntSupplier action) {
    Path parent = Path.of(path).getParent();
    int directory = Files.open(parent == null ? "/" : parent.toString(), Files.O_RDONLY, 0);
    if (directory < 0) {
      return directory;
    }
    try {
      long deadline = Deadline.after(LONGEST_LOCK);
      int locked = FileLocks.tryLockWhole(directory);
      while (Errno.EAGAIN.is(locked) && Deadline.remaining(deadline) > 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
        locked = FileLocks.tryLockWhole(directory);
      }
      return locked < 0 && !Errno.EAGAIN.is(locked) ? locked : action.getAsInt();
    } finally {
      Files.close(directory);
    }
  }
}
