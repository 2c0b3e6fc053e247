// SPDX-License-Identifier: Apache-2.0
package dure;

import dure.DureException.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the mailboxes of this machine have their names: `/dev/shm`, or a private directory.
///
/// The system property `dure.namespace` or else the environment variable `DURE_NAMESPACE` holds the
/// absolute path of a private directory. A process reads it once, at its first use of a mailbox.
/// Mailboxes of two namespaces do not see each other: each can have one of the same name.
///
/// @param directory holds the files of named mailboxes
/// @param identity of a private directory, by device and inode, as abstract sockets carry it; empty
///   for `/dev/shm`
public record Namespace(String directory, String identity) {
  /// The environment variable that names the directory.
  public static final String VARIABLE = "DURE_NAMESPACE";

  /// The system property that names the directory; it wins over [#VARIABLE].
  public static final String PROPERTY = "dure.namespace";

  /// The namespace that all processes share unless they choose another.
  public static final Namespace DEFAULT = new Namespace("/dev/shm", "");

  private static final int DIRECTORY = 0x4000;
  private static final int FILE_TYPE = 0xF000;
  private static final int STICKY = 0x200;
  private static final int WRITABLE_BY_OTHERS = 0x2;

  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int IDENTITY_LENGTH = 12;

  private static volatile @Nullable Namespace current;

  /// The namespace of this process.
  ///
  /// @throws InvalidNameException if the property or variable names no directory to be trusted
  public static Namespace current() {
    Namespace known = current;
    return known == null ? choose() : known;
  }

  private static synchronized Namespace choose() {
    Namespace known = current;
    if (known == null) {
      String property = System.getProperty(PROPERTY);
      String variable = System.getenv(VARIABLE);
      known =
          property != null
              ? of(property, "the system property " + PROPERTY)
              : of(variable == null ? "" : variable, "the environment variable " + VARIABLE);
      current = known;
    }
    return known;
  }

  /// Whether it is the one that all processes share unless they choose another.
  public boolean isDefault() {
    return identity.isEmpty();
  }

  /// The namespace of a directory; the default one for an empty path, or for its directory.
  ///
  /// @param source what names the directory, for errors
  private static Namespace of(String path, String source) {
    if (path.isEmpty() || path.equals(DEFAULT.directory)) {
      return DEFAULT;
    }
    if (!path.startsWith("/")) {
      throw refused(path, source + " is a relative path; give the absolute path of a directory");
    }
    Path directory = directory(path, source);
    if (directory.equals(Path.of(DEFAULT.directory))) {
      return DEFAULT;
    }
    Map<String, Object> status = status(directory, path, source);
    int mode = (int) Objects.requireNonNull(status.get("mode"));
    if ((mode & FILE_TYPE) != DIRECTORY) {
      throw refused(path, source + " names a file; give the path of a directory");
    }
    if ((mode & (STICKY | WRITABLE_BY_OTHERS)) == WRITABLE_BY_OTHERS) {
      throw refused(
          path,
          source
              + " names a directory where every user can replace the mailboxes of all others; run"
              + " 'chmod +t' or 'chmod o-w' on it");
    }
    return new Namespace(
        directory.toString(), identity(status.get("dev") + ":" + status.get("ino")));
  }

  /// The directory behind all links, so that a link that is changed later changes nothing.
  private static Path directory(String path, String source) {
    try {
      return Path.of(path).toRealPath();
    } catch (IOException | InvalidPathException absent) {
      throw refused(path, absent(source));
    }
  }

  private static Map<String, Object> status(Path directory, String path, String source) {
    try {
      return Files.readAttributes(directory, "unix:dev,ino,mode");
    } catch (IOException absent) {
      throw refused(path, absent(source));
    }
  }

  private static String absent(String source) {
    return source
        + " names no directory that this user can see; make it, or unset "
        + source.substring(source.lastIndexOf(' ') + 1);
  }

  private static InvalidNameException refused(String path, String problem) {
    return new InvalidNameException(Subject.NAMESPACE, path, problem);
  }

  /// The first 60 bits of the SHA-256 of a text, in the letters and digits of base 32.
  private static String identity(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      StringBuilder identity = new StringBuilder();
      for (int i = 0; i < IDENTITY_LENGTH; i++) {
        identity.append(DIGITS.charAt(fiveBits(hash, i * 5)));
      }
      return identity.toString();
    } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
      throw new IllegalStateException(impossible);
    }
  }

  private static int fiveBits(byte[] bytes, int from) {
    int at = from / Byte.SIZE;
    int two = Byte.toUnsignedInt(bytes[at]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 1]);
    return two >>> (11 - from % Byte.SIZE) & 31;
  }
}
