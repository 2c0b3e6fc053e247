// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// Every name the operating system sees: which files and sockets belong to which mailbox.
public final class FileNames {
  /// Where named shared memory lives on Linux.
  public static final String DIRECTORY = "/dev/shm";

  /// What the files and sockets of this project begin with.
  public static final String PREFIX = "dure.";

  /// The longest name, in bytes: what an abstract socket leaves beside the prefix.
  public static final int LONGEST = 100;

  /// What the abstract sockets begin with at which the owners of pipes let others in. No file's
  /// name and no other mailbox's socket begins so.
  public static final String PIPE_PREFIX = "dure:pipe:";

  private FileNames() {}

  /// The path of a mailbox's region.
  public static String path(String name) {
    return DIRECTORY + "/" + PREFIX + name;
  }

  /// The abstract socket at which the owner of a mailbox lets others in.
  public static String door(String name) {
    return PREFIX + name;
  }

  /// The abstract socket at which a process offers a region of anonymous memory; no mailbox's name
  /// has a slash.
  public static String offer(String name) {
    return "dure/" + name;
  }

  /// The mailbox that a file or socket belongs to, or null if it is none of ours.
  public static @Nullable String mailbox(String fileName) {
    String name = fileName.startsWith(PREFIX) ? fileName.substring(PREFIX.length()) : "";
    return objection(name) == null ? name : null;
  }

  /// Why a name cannot be a mailbox's, or null if it can: letters and digits of any script, `.`,
  /// `_` and `-`, beginning with a letter or digit, so that it can be neither a path nor an option.
  public static @Nullable String objection(String name) {
    if (name.isEmpty() || !Character.isLetterOrDigit(name.codePointAt(0))) {
      return "a name begins with a letter or a digit";
    }
    if (!name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0)) {
      return "a name is made of letters, digits, '.', '_' and '-'";
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      return "a name is in Unicode's composed form (NFC)";
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    return bytes > LONGEST ? "a name has at most " + LONGEST + " bytes, not " + bytes : null;
  }
}
