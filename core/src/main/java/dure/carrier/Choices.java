// SPDX-License-Identifier: Apache-2.0
package dure.carrier;

import dure.Address;
import dure.MailboxSettings;
import dure.Owner;
import dure.Receivers;
import dure.WhenFull;

/// Holds a creator's choices against what a mechanism of the kernel can do, and refuses the others
/// with a sentence. The kernel keeps few choices with its objects. What it cannot remember is not
/// to be chosen: a process that opens the object later would not know of it.
public final class Choices {
  private final Address address;
  private final MailboxSettings chosen;

  /// @param address of the mailbox to be created
  /// @param chosen by its creator
  public Choices(Address address, MailboxSettings chosen) {
    this.address = address;
    this.chosen = chosen;
  }

  /// @param condition whether a choice can be kept
  /// @param otherwise why not and what to do, to follow the mailbox's name
  /// @throws IllegalArgumentException if it cannot
  public Choices require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("mailbox '" + address + "': " + otherwise);
    }
    return this;
  }

  /// Refuses what needs memory beside the kernel's object: another policy of receivers, dropping
  /// and refusing, dead letters.
  ///
  /// @param only the receivers that there can be
  /// @param why there can be no others, to follow "a mailbox here has receivers 'one', because"
  public Choices plain(Receivers only, String why) {
    String word = only.name().toLowerCase(java.util.Locale.ROOT);
    return require(
            chosen.receivers() == only,
            "it has receivers '" + word + "', because " + why + ": leave the choice out")
        .require(
            chosen.whenFull() == WhenFull.WAIT,
            "when it is full senders wait, because the kernel keeps no other choice with it; use"
                + " trySend, or a mailbox in shared memory")
        .require(
            chosen.attempts() == 0 && chosen.maxInFlight() == 0,
            "the kernel hands a message out once and then knows it no more, so there are no"
                + " deliveries to count and no dead letters; use a mailbox in shared memory");
  }

  /// Refuses an owner other than this.
  public Choices owner(Owner only, String why) {
    return require(chosen.owner() == only, why);
  }
}
