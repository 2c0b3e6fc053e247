// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.nio.ByteOrder;
import java.util.Locale;

/// The processor architectures whose kernel interface this package knows, where they differ.
public enum Architecture {
  /// 64-bit x86.
  X86_64,
  /// 64-bit ARM.
  AARCH64;

  /// The architecture this process runs on.
  public static final Architecture CURRENT = current();

  /// The value of a constant that differs by architecture.
  static int pick(int x86, int aarch64) {
    return CURRENT == X86_64 ? x86 : aarch64;
  }

  private static Architecture current() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new ExceptionInInitializerError(
          "Dure's shared layout is little-endian; this machine is not");
    }
    return switch (name) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64", "arm64" -> AARCH64;
      default ->
          throw new ExceptionInInitializerError(
              "Dure runs on Linux x86-64 and AArch64, not on " + name);
    };
  }
}
