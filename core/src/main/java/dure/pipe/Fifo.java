// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import dure.Deadline;
import dure.DureException.Subject;
import dure.carrier.SharedDescriptor;
import dure.file.NamedPipe;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Pipes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A pipe with a name in a file system (a FIFO), by which processes that are not related find it.
///
/// The name stays until it is deleted. What was written and not read is gone when the last process
/// closes its end; so is a capacity that was chosen.
public final class Fifo {
  /// How often to look for a reader: the kernel does not report its coming.
  private static final long LOOK_NANOS = 2_000_000L;

  private final NamedPipe fifo;

  private Fifo(Path path) {
    String absolute = path.toAbsolutePath().toString();
    fifo = new NamedPipe(Subject.CHANNEL, absolute, absolute);
  }

  /// Makes a FIFO, `mkfifo(3)`.
  ///
  /// @param mode Unix permission bits, whatever the process's mask
  /// @throws dure.ObjectExistsException if something stands at the path
  /// @throws dure.InvalidNameException if the path is too long, or its directory is not there
  /// @throws dure.NotPermittedException if this user may not write in the directory
  public static Fifo create(Path path, int mode) {
    if ((mode & ~0777) != 0) {
      throw new IllegalArgumentException(
          "a mode is of nine permission bits, not " + Integer.toOctalString(mode));
    }
    Fifo made = new Fifo(path);
    Files.close(made.fifo.create(mode, ""));
    return made;
  }

  /// The FIFO at a path.
  ///
  /// @throws dure.NoSuchObjectException if there is none
  /// @throws dure.InvalidNameException if what stands there is none
  public static Fifo at(Path path) {
    Fifo there = new Fifo(path);
    Files.close(there.fifo.handle());
    return there;
  }

  /// Where it is.
  public Path path() {
    return Path.of(fifo.path());
  }

  /// Opens the reading end, at once. Where no writer has come yet, the first read waits for it.
  ///
  /// @throws dure.NotPermittedException if its mode does not let this user read
  public PipeEnd openToRead() {
    return end(fifo.open(Files.O_RDONLY), true);
  }

  /// Opens the writing end, when a reader has the FIFO open.
  ///
  /// @throws dure.NotPermittedException if its mode does not let this user write
  public PipeEnd openToWrite() throws InterruptedException {
    return Objects.requireNonNull(openToWrite(Deadline.NEVER));
  }

  /// The same, waiting no longer than this: null if no reader came.
  public @Nullable PipeEnd openToWrite(Duration within) throws InterruptedException {
    return openToWrite(Deadline.after(within));
  }

  private @Nullable PipeEnd openToWrite(long deadline) throws InterruptedException {
    while (true) {
      int opened = fifo.open(Pipes.O_WRONLY);
      if (!Errno.ENXIO.is(opened)) {
        return end(opened, false);
      }
      long left = Deadline.remaining(deadline);
      if (left <= 0) {
        return null;
      }
      LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private PipeEnd end(int fd, boolean reading) {
    String name = (reading ? "reading end of " : "writing end of ") + fifo.path();
    return new PipeEnd(name, new SharedDescriptor(Subject.CHANNEL, name, fd), reading, true);
  }

  /// Removes its name. A process that has an end open goes on with it.
  ///
  /// @throws dure.NotPermittedException if this user may not
  public void delete() {
    fifo.delete();
  }

  @Override
  public String toString() {
    return "FIFO " + fifo.path();
  }
}
