// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import java.util.List;

/// A place to sleep: two words on a cache line of their own.
public final class GateLayout {
  public static final long EVENT = 0;
  public static final long PARKED = 4;

  public static final List<Field> FIELDS =
      List.of(
          new Field(
              "event", EVENT, 4, "the futex word; odd, and raised by 2 before sleepers are woken"),
          new Field("parked", PARKED, 4, "1 while a thread may be asleep, else 0"));

  private GateLayout() {}
}
