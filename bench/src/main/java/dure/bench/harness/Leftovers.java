// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a harness makes in its namespace, and the removal of what a killed one could not remove
/// itself. Each name has the token of its harness. A lock on a file tells whether a harness lives,
/// since the kernel frees the lock at any death.
public final class Leftovers {
  private static final String PREFIX = "dure-bench-";
  private static final Pattern LOCK = Pattern.compile("\\.(" + PREFIX + "[0-9a-f]{8}-.+)\\.lock");
  private static final Leftovers OURS = new Leftovers(Path.of(Namespace.current().directory()));

  private final AtomicInteger names = new AtomicInteger();
  private final Path directory;
  private final String token;
  private final FileChannel lock; // kept, since closing it frees the lock

  /// Its token has the directory's name in it, by which the owner of a private namespace finds what
  /// is outside the directory.
  Leftovers(Path directory) {
    this.directory = directory;
    String random = String.format("%08x", new SecureRandom().nextInt());
    this.token = PREFIX + random + "-" + directory.getFileName();
    Path file = directory.resolve("." + token + ".lock");
    Undo.later(() -> delete(file));
    try {
      lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock(); // SYNC: harness
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Those of this process.
  public static Leftovers ours() {
    return OURS;
  }

  /// A name that nothing else has.
  public String newName() {
    return token + "-" + names.incrementAndGet();
  }

  /// Removes what dead harnesses left in the same directory.
  void sweep() throws IOException {
    for (Path file : files()) {
      Matcher name = LOCK.matcher(file.getFileName().toString());
      if (name.matches() && !name.group(1).equals(token)) {
        sweep(file, name.group(1));
      }
    }
  }

  private void sweep(Path theirLock, String theirToken) {
    try (FileChannel channel = FileChannel.open(theirLock, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) { // SYNC: harness
        for (Path file : files()) {
          if (file.getFileName().toString().contains(theirToken) && !file.equals(theirLock)) {
            delete(file);
          }
        }
        delete(theirLock);
      }
    } catch (IOException goneOrAnotherUsers) {
      // then it is not for this process to remove
    }
  }

  private List<Path> files() throws IOException {
    return files(directory);
  }

  private static List<Path> files(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.toList();
    }
  }

  /// Removes a file, or a directory with all that is in it.
  private static void delete(Path file) {
    try {
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        files(file).forEach(Leftovers::delete);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
