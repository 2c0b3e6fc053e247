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

  /// As many messages as come, up to the default limit of [Unbounded#DEFAULT_LIMIT].
  static Unbounded unbounded() {
    return new Unbounded(Unbounded.DEFAULT_LIMIT);
  }

  /// As many messages as come: the mailbox grows with them and gives memory back when they are
  /// received. It ends at a limit, where a send is an [OutOfSharedMemoryException] and loses
  /// nothing.
  ///
  /// @param limit the most shared memory it takes for messages, in bytes
  static Unbounded unbounded(long limit) {
    return new Unbounded(limit);
  }

  /// As many messages as fit into so many bytes, which is how the kernel counts in pipes and in
  /// System V queues.
  ///
  /// @throws IllegalArgumentException unless `bytes` is positive
  static Bytes bytes(long bytes) {
    return new Bytes(bytes);
  }

  /// As many messages as fit into so many bytes.
  ///
  /// @param bytes the number; what a message takes of it beside its contents is the transport's
  ///   affair
  record Bytes(long bytes) implements Capacity {
    public Bytes {
      if (bytes < 1) {
        throw new IllegalArgumentException("a capacity in bytes is from 1 on, not " + bytes);
      }
    }

    @Override
    public String toString() {
      return bytes + " bytes";
    }
  }

  /// As many as come, up to a limit.
  ///
  /// @param limit the most shared memory for messages, in bytes
  record Unbounded(long limit) implements Capacity {
    /// The limit of who names none: 1 GiB.
    public static final long DEFAULT_LIMIT = 1L << 30;

    /// The smallest limit: 1 MiB.
    public static final long LEAST = 1L << 20;

    public Unbounded {
      if (limit < LEAST) {
        throw new IllegalArgumentException(
            "an unbounded mailbox may take from " + LEAST + " bytes on, not " + limit);
      }
    }

    @Override
    public String toString() {
      return "unbounded";
    }
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
