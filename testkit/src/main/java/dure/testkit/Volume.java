// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

/// How often a test repeats what fails only once in many times.
public final class Volume {
  private Volume() {}

  /// This many times in every build, and a multiple of it in the profile `long`.
  public static int of(int inEveryBuild) {
    return inEveryBuild * Integer.getInteger("dure.test.volume", 1);
  }
}
