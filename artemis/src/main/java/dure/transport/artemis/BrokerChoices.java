// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.Capacity;
import dure.MailboxSettings;
import dure.Receivers;

/// Refuses what a mailbox at a broker cannot be, with a sentence.
final class BrokerChoices {
  private static final int MOST_CREDITS = 100_000;

  private BrokerChoices() {}

  /// @throws IllegalArgumentException if a choice cannot be kept
  static void check(Address address, MailboxSettings settings) {
    require(
        address,
        settings.receivers() != Receivers.ALL,
        "what is for all is held for the slowest of them, and a broker counts no places over"
            + " several queues; create one mailbox for each receiver, or one in shared memory");
    require(
        address,
        !(settings.capacity() instanceof Capacity.Bytes),
        "a broker counts messages; create it with a number of them");
    require(
        address,
        !(settings.capacity() instanceof Capacity.Bounded bounded)
            || bounded.messages() <= MOST_CREDITS,
        "each free place is a message at the broker, and there are at most "
            + MOST_CREDITS
            + "; create it unbounded");
    require(
        address,
        settings.mode() == MailboxSettings.DEFAULT.mode() && settings.group().isEmpty(),
        "the broker's users and roles say who may use it, and Unix permissions mean nothing to it:"
            + " leave the mode and the group out");
  }

  private static void require(Address address, boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("mailbox '" + address + "': " + otherwise);
    }
  }
}
