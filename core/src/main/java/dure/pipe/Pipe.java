// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.carrier.SharedDescriptor;
import dure.file.Failures;
import dure.linux.Files;
import dure.linux.Pipes;
import java.util.concurrent.atomic.AtomicLong;

/// A pipe without a name: what is written at one end is read at the other, in one direction. It is
/// this process's and that of the children it gives an end to, and gone with the last of its ends.
///
/// ```java
/// try (Pipe pipe = Pipe.create()) {
///   Process child = new ProcessBuilder(command).redirectInput(pipe.readEnd().asFile()).start();
///   pipe.readEnd().close(); // the child has its own now, so that its end is noticed
///   pipe.writeEnd().write(bytes);
/// }
/// ```
///
/// In the child `Pipe.inherited(0)` is the end it was given; as a mailbox it is `pipe:0`.
///
/// @param readEnd where to read
/// @param writeEnd where to write
public record Pipe(PipeEnd readEnd, PipeEnd writeEnd) implements AutoCloseable {
  private static final AtomicLong COUNT = new AtomicLong();

  /// Makes a pipe. It holds 64 KiB, or what [PipeEnd#capacity(long)] says.
  ///
  /// @throws dure.SystemLimitException if this process may open no more
  public static Pipe create() {
    String name = "pipe " + COUNT.incrementAndGet();
    int[] ends = new int[2];
    Failures.check(Subject.CHANNEL, name, "make a pipe", Pipes.create(ends));
    return new Pipe(end(name, ends[0], true), end(name, ends[1], false));
  }

  private static PipeEnd end(String name, int fd, boolean reading) {
    String whole = (reading ? "reading end of " : "writing end of ") + name;
    return new PipeEnd(whole, new SharedDescriptor(Subject.CHANNEL, whole, fd), reading, false);
  }

  /// The end that this process was given as a descriptor: 0 is its standard input, 1 its standard
  /// output. Use one of the two, this or `System.in` and `System.out`. Closing the end leaves the
  /// descriptor itself open, until this process ends.
  ///
  /// @throws InvalidNameException if the descriptor is not open, or no end of a pipe
  public static PipeEnd inherited(int fd) {
    String name = "descriptor " + fd;
    int access = Pipes.access(fd);
    if (access < 0 || !Pipes.isPipe(Files.status(fd))) {
      throw new InvalidNameException(
          Subject.CHANNEL,
          name,
          (access < 0 ? "it is not open" : "it is no end of a pipe")
              + " in this process; the parent process names the descriptor, as with"
              + " ProcessBuilder.redirectInput");
    }
    boolean reading = access != Pipes.O_WRONLY;
    int own = (int) Failures.check(Subject.CHANNEL, name, "open it", Pipes.own(fd, access));
    return new PipeEnd(name, new SharedDescriptor(Subject.CHANNEL, name, own), reading, false);
  }

  /// Closes both ends, as far as this process has them.
  @Override
  public void close() {
    writeEnd.close();
    readEnd.close();
  }
}
