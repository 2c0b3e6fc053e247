// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Whether systemd removes the shared memory of an ordinary user who has logged out everywhere,
/// while a service of that user goes on. It does so unless it is told not to.
public final class RemoveIpc {
  static final String NAME = "RemoveIPC of systemd-logind";

  private static final String OPTION = "RemoveIPC=";

  private RemoveIpc() {}

  /// `yes` or `no`, or what else is written there; empty where systemd does not run.
  ///
  /// @param root of the file system
  public static String read(Path root) {
    if (!Files.isDirectory(root.resolve("run/systemd/system"))) {
      return "";
    }
    return files(root).stream()
        .flatMap(RemoveIpc::lines)
        .map(String::strip)
        .filter(line -> line.startsWith(OPTION))
        .reduce((earlier, later) -> later)
        .map(line -> line.substring(OPTION.length()))
        .orElse("yes, its default");
  }

  /// The file of the options, and behind it the directory's, of which a later one has its way.
  private static List<Path> files(Path root) {
    List<Path> files = new ArrayList<>();
    files.add(root.resolve("etc/systemd/logind.conf"));
    for (String directory : List.of("usr/lib", "run", "etc")) {
      try (Stream<Path> all = Files.list(root.resolve(directory + "/systemd/logind.conf.d"))) {
        files.addAll(all.filter(file -> file.toString().endsWith(".conf")).sorted().toList());
      } catch (IOException none) {
        // as on most systems
      }
    }
    return files;
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException none) {
      return Stream.empty();
    }
  }
}
