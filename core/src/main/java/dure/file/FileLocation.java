// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.layout.FileNames;
import java.nio.charset.StandardCharsets;

/// Where the file of a mailbox is.
///
/// @param name what errors call it: the address of the mailbox
/// @param path of the file
/// @param isOurs whether the path belongs to mailboxes, so that each file there is one, sound or
///   damaged; at a path of the caller's any file may stand
public record FileLocation(String name, String path, boolean isOurs) {
  /// The longest path that the kernel takes, in bytes, the zero behind it not counted.
  private static final int LONGEST_PATH = 4095;

  /// The place of the mailbox of a name, in the namespace of this process.
  ///
  /// @throws InvalidNameException if it can be no mailbox's name
  public static FileLocation of(String name) {
    FileNames names = FileNames.current();
    String objection = names.objection(name);
    if (objection != null) {
      throw new InvalidNameException(name, objection);
    }
    return new FileLocation(name, names.path(name), true);
  }

  /// A place that the caller chose.
  ///
  /// @param name what to call it
  /// @throws InvalidNameException if the path is not an absolute one of a file
  public static FileLocation at(String name, String path) {
    if (!path.startsWith("/") || path.endsWith("/") || path.indexOf('\0') >= 0) {
      throw new InvalidNameException(
          name, "the file of a mailbox is named by an absolute path, as file:/path/to/it");
    }
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_PATH) {
      throw new InvalidNameException(
          name, "a path has at most " + LONGEST_PATH + " bytes, not " + bytes);
    }
    return new FileLocation(name, path, false);
  }

  /// Where memory is counted that has no name, and that no process finds there.
  ///
  /// @param name what to call it
  public static FileLocation anonymous(String name) {
    return new FileLocation(name, FileNames.current().directory() + "/", true);
  }

  /// The same place, of a mailbox that errors call otherwise.
  public FileLocation called(String address) {
    return new FileLocation(address, path, isOurs);
  }

  /// Whether it is in a private namespace.
  boolean isPrivate() {
    return isOurs && !directory().equals(FileNames.DIRECTORY);
  }

  /// The object that takes room there.
  MemorySpace.Tenant tenant() {
    return new MemorySpace.Tenant(Subject.MAILBOX, name, directory(), isOurs);
  }

  /// The directory the file is in.
  public String directory() {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }
}
