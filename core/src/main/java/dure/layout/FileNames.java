// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import dure.Namespace;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// Every name the operating system sees: which files and sockets belong to which mailbox of a
/// namespace.
///
/// @param directory of the files
/// @param doors what the abstract sockets begin with at which owners of mailboxes let others in
/// @param pipes what the abstract sockets begin with at which owners of pipes let others in
/// @param offers what the abstract sockets begin with at which processes offer regions
/// @param processes what the abstract sockets begin with at which processes are found by name
/// @param longest the longest name of a mailbox, in bytes: what an abstract socket leaves for it
public record FileNames(
    String directory, String doors, String pipes, String offers, String processes, int longest) {
  /// Where named shared memory lives on Linux.
  public static final String DIRECTORY = Namespace.DEFAULT.directory();

  /// What the files of this project begin with.
  public static final String PREFIX = "dure.";

  /// The names of the default namespace. No mailbox's name has a slash or a colon, so no two of
  /// these prefixes can be mistaken for each other.
  public static final FileNames DEFAULT =
      new FileNames(DIRECTORY, PREFIX, "dure:pipe:", "dure/", "dure:process:", 100);

  /// The longest name in a private namespace, in bytes.
  public static final int LONGEST_IN_PRIVATE = 89;

  /// The names of the namespace of this process.
  ///
  /// @throws dure.InvalidNameException if the namespace that was chosen is none
  public static FileNames current() {
    return of(Namespace.current());
  }

  /// The names of a namespace. An identity has twelve letters, so it can be none of the default
  /// namespace's prefixes.
  public static FileNames of(Namespace namespace) {
    String start = "dure:" + namespace.identity();
    return namespace.isDefault()
        ? DEFAULT
        : new FileNames(
            namespace.directory(),
            start + ".",
            start + ":",
            start + "/",
            start + "@",
            LONGEST_IN_PRIVATE);
  }

  /// The path of a mailbox's region.
  public String path(String name) {
    return directory + "/" + PREFIX + name;
  }

  /// The abstract socket at which the owner of a mailbox lets others in.
  public String door(String name) {
    return doors + name;
  }

  /// The abstract socket at which the owner of a pipe lets others in.
  public String pipe(String name) {
    return pipes + name;
  }

  /// The abstract socket at which a process offers a region of anonymous memory; no mailbox's name
  /// has a slash.
  public String offer(String name) {
    return offers + name;
  }

  /// The abstract socket at which a process is found by its name; no mailbox's name has a colon or
  /// an `@`, so no mailbox is opened by it.
  public String process(String name) {
    return processes + name;
  }

  /// The mailbox that a file belongs to, or null if it is none of ours.
  public @Nullable String mailbox(String fileName) {
    return behind(PREFIX, fileName);
  }

  /// The mailbox that a path belongs to, or null if it is none of this namespace.
  public @Nullable String mailboxAt(String path) {
    return behind(directory + "/" + PREFIX, path);
  }

  /// The mailbox whose door an abstract socket is, or null if it is none of this namespace.
  public @Nullable String mailboxBehind(String socket) {
    return behind(doors, socket);
  }

  private @Nullable String behind(String prefix, String text) {
    String name = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
    return objection(name) == null ? name : null;
  }

  /// Why a name cannot be a mailbox's, or null if it can: letters and digits of any script, `.`,
  /// `_` and `-`, beginning with a letter or digit, so that it can be neither a path nor an option.
  public @Nullable String objection(String name) {
    if (name.isEmpty() || !Character.isLetterOrDigit(name.codePointAt(0))) {
      return "a name begins with a letter or a digit";
    }
    if (!name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0)) {
      return "a name is made of letters, digits, '.', '_' and '-'";
    }
    if (!isAscii(name) && !Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      return "a name is in Unicode's composed form (NFC)";
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    return bytes > longest ? "a name has at most " + longest + " bytes" + inPrivate(bytes) : null;
  }

  /// Most names are, and need none of the tables of Unicode, which take milliseconds to load.
  private static boolean isAscii(String name) {
    return name.chars().allMatch(c -> c < 0x80);
  }

  private String inPrivate(int bytes) {
    return (equals(DEFAULT) ? "" : " in a private namespace") + ", not " + bytes;
  }
}
