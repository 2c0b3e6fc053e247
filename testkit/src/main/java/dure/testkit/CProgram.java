// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// C source that a test has compiled: to ask the C headers, or to do what Java cannot.
///
/// @param compiler the command, as `gcc`
/// @param source one whole program
public record CProgram(String compiler, String source) {
  /// The compiler of this machine. Without one the build's tests cannot run, and say so.
  public static final String GCC = "gcc";

  /// Whether a compiler is installed.
  public static boolean has(String compiler) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, compiler))) {
        return true;
      }
    }
    return false;
  }

  /// Compiles it to an executable file in a directory; fails with the compiler's own words.
  ///
  /// @param more options of the compiler
  public Path compileIn(Path directory, String... more) {
    Path program = directory.resolve("program");
    List<String> options = new ArrayList<>(List.of("-o", program.toString()));
    options.addAll(List.of(more));
    List<String> complaints = compile(directory, options.toArray(String[]::new));
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join("\n", complaints));
    }
    return program;
  }

  /// What the compiler finds wrong with it, without making anything; a failed `_Static_assert` is
  /// one of these lines.
  public List<String> complaints(Path directory) {
    return compile(directory, "-fsyntax-only");
  }

  private List<String> compile(Path directory, String... options) {
    if (!has(compiler)) {
      throw new AssertionError("the tests need " + compiler + ", and there is none on the PATH");
    }
    Path file = directory.resolve("program.c");
    try {
      Files.writeString(file, source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of(compiler, "-Wall", "-Werror"));
    command.addAll(List.of(options));
    command.add(file.toString());
    try (Child child = Child.command(command.toArray(String[]::new))) {
      int status = child.awaitEnd();
      List<String> said = child.rest();
      if (status != 0 && said.isEmpty()) {
        return List.of(compiler + " ended with status " + status);
      }
      return said;
    }
  }
}
