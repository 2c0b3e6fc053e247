// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Another user of this machine, as which root can have a role played. The user has a copy of our
/// classes, since their own directory may not be readable to it.
public final class OtherUser {
  /// The user's number, and that of its group: `nobody` and `nogroup`.
  public static final int NUMBER = 65534;

  private final String classPath;

  /// @param directory where to put the copy, in a directory that every user can read
  public OtherUser(Path directory, Class<?> ours) {
    List<String> copies = new ArrayList<>();
    for (Path jar : ClassArchive.jars(JavaCommand.jvm(), JavaCommand.classPath(ours))) {
      if (ClassArchive.holds(jar) || jar.getFileName().toString().startsWith("dure")) {
        copies.add(copy(jar, directory.resolve(copies.size() + "-" + jar.getFileName())));
      }
    }
    classPath = String.join(":", copies);
    setReadable(directory);
  }

  /// Whether this process may act as another user.
  public static boolean isThere() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a class with a `main` as this user, which is in no group but its own.
  public Child java(Class<?> role, String... arguments) {
    return java(List.of("--clear-groups"), role, arguments);
  }

  /// Starts a class with a `main` as this user.
  ///
  /// @param groups what `setpriv` is to be told about the user's groups
  public Child java(List<String> groups, Class<?> role, String... arguments) {
    List<String> starter =
        new ArrayList<>(List.of("setpriv", "--reuid=" + NUMBER, "--regid=" + NUMBER));
    starter.addAll(groups);
    return Child.javaUnder(starter, List.of("-cp", classPath), role, arguments);
  }

  private static String copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    setReadable(to);
    return to.toString();
  }

  private static void setReadable(Path file) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
