// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.Address;

/// From which mailbox to which other a bridge carries messages.
///
/// @param from the mailbox whose messages the bridge takes
/// @param to the mailbox that gets them
public record Route(Address from, Address to) {
  private static final String ARROW = " -> ";

  /// @throws IllegalArgumentException if both are the same mailbox
  public Route {
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "a bridge from mailbox '" + from + "' to itself would carry each message for ever");
    }
  }

  /// Reads two addresses.
  static Route of(String from, String to) {
    return new Route(Address.of(from), Address.of(to));
  }

  /// Reads what [#toString] writes.
  static Route parse(String text) {
    int arrow = text.indexOf(ARROW);
    return of(text.substring(0, arrow), text.substring(arrow + ARROW.length()));
  }

  @Override
  public String toString() {
    return from + ARROW + to;
  }
}
