// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The AOT cache of a class path, from which a child JVM starts with its classes parsed and linked.
///
/// The JVM archives classes of jars only, so the cache stands beside a jar of each directory of the
/// class path. Both are made once, under a lock that all test JVMs of the module share, and again
/// when a class has changed. Those that were not used for longest go then.
final class ClassArchive {
  private static final Path HOME = Path.of("target", "class-archive").toAbsolutePath();
  private static final String DONE = "done";
  private static final int KEPT = 4; // more than a module has class paths
  private static final long LIMIT_SECONDS = 300;
  private static final Set<StandardOpenOption> CREATE_OR_WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  private static final Map<String, ClassArchive> MADE = new HashMap<>();

  private final Path home;
  private final List<Path> entries;

  private ClassArchive(List<Path> entries) {
    this.entries = entries;
    this.home = HOME.resolve(key(entries));
  }

  /// The options that make a JVM load this class path, from the cache if there is one.
  ///
  /// @param jvm the JVM and its flags, which the cache is made with too
  static synchronized List<String> options(List<String> jvm, String classPath) {
    // Synchronized since the lock of a file is the whole JVM's: a second thread gets an error.
    return MADE.computeIfAbsent(classPath, path -> made(jvm, path)).options();
  }

  /// The jars of this class path: a directory of classes is packed into one.
  ///
  /// @param jvm the JVM and its flags, which the cache is made with
  static synchronized List<Path> jars(List<String> jvm, String classPath) {
    ClassArchive archive = MADE.computeIfAbsent(classPath, path -> made(jvm, path));
    return archive.entries.stream().map(archive::jar).toList();
  }

  /// Whether a file is the jar of a directory of classes.
  static boolean holds(Path file) {
    return file.startsWith(HOME);
  }

  private static ClassArchive made(List<String> jvm, String classPath) {
    ClassArchive archive = new ClassArchive(existing(classPath));
    try {
      archive.make(jvm);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive;
  }

  private static List<Path> existing(String classPath) {
    Set<Path> entries = new LinkedHashSet<>();
    for (String entry : classPath.split(":", -1)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (!entry.isEmpty() && Files.exists(path)) {
        entries.add(path);
      }
    }
    return List.copyOf(entries);
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (Files.exists(cache())) {
      // A test that reads all a child prints is not to find the JVM's remarks on the cache there.
      options.addAll(List.of("-XX:AOTCache=" + cache(), "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    options.addAll(List.of("-cp", jars()));
    return options;
  }

  private String jars() {
    return entries.stream().map(this::jar).map(Path::toString).collect(Collectors.joining(":"));
  }

  private Path jar(Path entry) {
    return Files.isDirectory(entry) ? home.resolve(entries.indexOf(entry) + ".jar") : entry;
  }

  private Path cache() {
    return home.resolve("classes.aot");
  }

  private void make(List<String> jvm) throws IOException {
    Files.createDirectories(HOME);
    try (FileChannel lock = FileChannel.open(HOME.resolve("lock"), CREATE_OR_WRITE);
        var _ = lock.lock()) {
      Path done = home.resolve(DONE);
      if (!Files.exists(done)) {
        Files.createDirectories(home);
        for (Path entry : entries) {
          if (Files.isDirectory(entry)) {
            pack(entry, jar(entry));
          }
        }
        train(jvm);
        Files.createFile(done);
        keepLastUsed(HOME, KEPT);
      }
      Files.setLastModifiedTime(done, FileTime.from(Instant.now()));
    }
  }

  /// Removes all archives but those that were used last; an unfinished one counts as never used.
  static void keepLastUsed(Path archives, int kept) throws IOException {
    List<Path> newestFirst;
    try (Stream<Path> all = Files.list(archives)) {
      newestFirst =
          all.filter(Files::isDirectory)
              .sorted(Comparator.comparing(ClassArchive::lastUse).reversed())
              .toList();
    }
    for (Path old : newestFirst.subList(Math.min(kept, newestFirst.size()), newestFirst.size())) {
      delete(old);
    }
  }

  private static FileTime lastUse(Path archive) {
    try {
      return Files.getLastModifiedTime(archive.resolve(DONE));
    } catch (IOException unfinished) {
      return FileTime.fromMillis(0);
    }
  }

  private static void delete(Path directory) throws IOException {
    for (Path file : files(directory)) {
      Files.delete(file);
    }
    Files.delete(directory);
  }

  private static void pack(Path directory, Path jar) throws IOException {
    Path unfinished = jar.resolveSibling(jar.getFileName() + ".new");
    try (OutputStream file = Files.newOutputStream(unfinished);
        JarOutputStream packed = new JarOutputStream(file)) {
      packed.setLevel(0); // reading it is what has to be quick
      for (Path source : files(directory)) {
        packed.putNextEntry(new JarEntry(directory.relativize(source).toString()));
        Files.copy(source, packed);
        packed.closeEntry();
      }
    }
    Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void train(List<String> jvm) throws IOException {
    Path log = home.resolve("training.log");
    List<String> command = new ArrayList<>(jvm);
    command.addAll(List.of("-XX:AOTCacheOutput=" + home.resolve("new.aot"), "-cp", jars()));
    command.add(Training.class.getName());
    entries.stream().filter(Files::isDirectory).map(Path::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    TestSession.current().mark(builder.environment());
    Process process = builder.redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    if (ends(process) && Files.exists(home.resolve("new.aot"))) {
      Files.move(home.resolve("new.aot"), cache(), StandardCopyOption.ATOMIC_MOVE);
    } else {
      System.err.println("test kit: no AOT cache was made, so child JVMs start slowly; see " + log);
    }
  }

  private static boolean ends(Process process) {
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }

  /// Changes when a class does, or the JVM.
  private static String key(List<Path> entries) {
    StringBuilder all = new StringBuilder(System.getProperty("java.vm.version"));
    try {
      for (Path entry : entries) {
        for (Path file : files(entry)) {
          all.append('\n').append(file).append(' ').append(Files.size(file));
          all.append(' ').append(Files.getLastModifiedTime(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
