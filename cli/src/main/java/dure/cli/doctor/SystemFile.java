// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// A file in which the system tells something.
///
/// @param path of it
record SystemFile(String path) {
  static final SystemFile MOUNTS = new SystemFile("/proc/self/mounts");
  static final SystemFile LIMITS = new SystemFile("/proc/self/limits");
  static final SystemFile KERNEL = new SystemFile("/proc/sys/kernel/osrelease");

  /// That of a kernel parameter.
  static SystemFile sysctl(String name) {
    return new SystemFile("/proc/sys/" + name.replace('.', '/'));
  }

  /// Its contents; nothing if this system does not tell.
  String read() {
    // Not Files.readString: that begins with one byte, and a file of /proc/sys has an end after
    // that.
    try (InputStream input = new FileInputStream(path)) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException notTold) {
      return "";
    }
  }
}
