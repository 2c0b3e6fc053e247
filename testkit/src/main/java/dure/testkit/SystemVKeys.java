// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;

/// Keys for the System V objects of tests. Each is random, so that programs do not meet, and stands
/// in the session's record, by which the objects are told from all others.
public final class SystemVKeys {
  private static final Random RANDOM = new SecureRandom();

  private SystemVKeys() {}

  /// One that no object has, as it is written: `0x`, and eight digits.
  public static String next() {
    return String.format("0x%08x", nextNumber());
  }

  /// One that no object has.
  public static int nextNumber() {
    int key;
    do {
      key = RANDOM.nextInt(1, Integer.MAX_VALUE); // positive: in the kernel's lists, too
    } while (isTaken(key));
    return own(key);
  }

  /// Makes a key the session's that comes from elsewhere, as from `ftok(3)`; returns it.
  public static int own(int key) {
    TestSession.current().record().handedOut(key, SessionRecord.now());
    return key;
  }

  private static boolean isTaken(int key) {
    return Arrays.stream(SystemVObject.values())
        .flatMap(SystemVObject::objects)
        .anyMatch(object -> object.key() == key);
  }
}
