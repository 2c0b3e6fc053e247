// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// Keys for the System V objects of tests: each test JVM has a thousand of its own, made of its
/// pid, so that tests at the same time do not meet, and what is left behind can be told.
public final class SystemVKeys {
  private static final int BITS = 10;
  private static final int PID_MASK = 0x3F_FFFF;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private SystemVKeys() {}

  /// One that no object has, as it is written: `0x`, and eight digits.
  public static String next() {
    return String.format("0x%08x", nextNumber());
  }

  /// One that no object has.
  public static int nextNumber() {
    int key;
    do {
      key = (ours() << BITS) | (COUNT.incrementAndGet() & ((1 << BITS) - 1));
    } while (isTaken(key));
    return key;
  }

  /// Whether a key is one of this test JVM's.
  static boolean isOurs(int key) {
    return key >>> BITS == ours();
  }

  private static int ours() {
    return (int) TestSession.current().jvm() & PID_MASK;
  }

  private static boolean isTaken(int key) {
    return Arrays.stream(SystemVObject.values())
        .flatMap(SystemVObject::objects)
        .anyMatch(object -> object[0].equals(Integer.toString(key)));
  }
}
