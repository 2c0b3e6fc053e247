// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The command that starts a child JVM: the flags that each of them gets, and its class path.
public final class JavaCommand {
  private JavaCommand() {}

  /// The JVM and the flags.
  public static List<String> jvm() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=deny",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData", // its file would outlive a child that is killed
        "-Xmx256m");
  }

  /// The same with a class path that holds a role, and the cache that its classes are loaded from.
  public static List<String> jvm(Class<?> role) {
    List<String> command = new ArrayList<>(jvm());
    command.addAll(ClassArchive.options(jvm(), classPath(role)));
    return command;
  }

  /// Everything this JVM can load, be it from its class path, its module path or the tests patched
  /// into a module.
  public static String classPath(Class<?> role) {
    String modules = System.getProperty("jdk.module.path", "");
    String tests = Path.of("target", "test-classes").toAbsolutePath().toString();
    String own = role.getProtectionDomain().getCodeSource().getLocation().getPath();
    return String.join(":", tests, modules, System.getProperty("java.class.path"), own);
  }

  /// A JVM that plays a role.
  ///
  /// @param options for the JVM; a `-cp` among them replaces this JVM's class path
  static List<String> playing(List<String> options, Class<?> role, String... arguments) {
    List<String> command = new ArrayList<>(options.contains("-cp") ? jvm() : jvm(role));
    command.addAll(options);
    command.add(role.getName());
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
