// SPDX-License-Identifier: Apache-2.0
package dure.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the figures were measured on.
///
/// @param processor its name
/// @param processors how many the system has for us
/// @param system kernel and version
/// @param java virtual machine and version
public record MachineReport(String processor, int processors, String system, String java) {

  /// This one.
  public static MachineReport here() {
    return new MachineReport(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return processors + " x " + processor + ", " + system + ", " + java;
  }
}
