// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Links every class of some directories and performs each [TrainingRun], so that the JVM that runs
/// it writes all of that into an AOT cache.
final class Training {
  private static final String CLASS = ".class";

  private Training() {}

  /// @param directories of class files, each of them also on the class path
  public static void main(String[] directories) throws Exception {
    for (String directory : directories) {
      linkAll(Path.of(directory));
    }
    for (TrainingRun run : ServiceLoader.load(TrainingRun.class)) {
      run.run();
    }
    System.exit(0); // many roles end so, too
  }

  private static void linkAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .map(file -> directory.relativize(file).toString())
          .filter(name -> name.endsWith(CLASS) && !name.endsWith("-info" + CLASS))
          .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
          .forEach(Training::link);
    }
  }

  /// Asking for its methods links a class and does not initialize it.
  private static void link(String name) {
    try {
      var _ = Class.forName(name, false, Training.class.getClassLoader()).getDeclaredMethods();
    } catch (ClassNotFoundException | LinkageError lacking) {
      System.out.println("not linked: " + lacking);
    }
  }
}
