// SPDX-License-Identifier: Apache-2.0
package dure;

/// How many messages a mailbox holds before a sender has to wait.
public sealed interface Capacity {
  /// The capacity of a mailbox whose creator chose none.
  Capacity DEFAULT = bounded(64);

  /// No message is ever stored: a send is done when a receiver has taken the message, and both are
  /// then inside their calls (rendezvous).
  static Capacity zero() {
    return new Zero();
  }

  /// Exactly `messages` messages: the next send waits until one has been received and given back.
  ///
  /// @throws IllegalArgumentException unless `messages` is from 1 to [Bounded#MOST]
  static Bounded bounded(int messages) {
    return new Bounded(messages);
  }

  /// No room at all.
  record Zero() implements Capacity {
    @Override
    public String toString() {
      return "zero";
    }
  }

  /// A finite number of messages, exact.
  ///
  /// @param messages the number
  record Bounded(int messages) implements Capacity {
    /// The largest bounded capacity.
    public static final int MOST = 1 << 20;

    public Bounded {
      if (messages < 1 || messages > MOST) {
        throw new IllegalArgumentException(
            "a bounded capacity is from 1 to " + MOST + " messages, not " + messages);
      }
    }

    @Override
    public String toString() {
      return Integer.toString(messages);
    }
  }
}
