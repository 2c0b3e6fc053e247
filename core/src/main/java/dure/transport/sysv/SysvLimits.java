// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import dure.Capacity;
import dure.MailboxSettings;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.WhenFull;
import dure.linux.Names;
import dure.linux.SystemVQueues;

/// How much the kernel lets a queue hold, and the settings of a mailbox that follow from it.
final class SysvLimits {
  /// The most bytes of one message.
  static final String MSGMAX = "msgmax";

  /// The bytes that a new queue holds.
  static final String MSGMNB = "msgmnb";

  /// The most queues.
  static final String MSGMNI = "msgmni";

  /// What kernels begin with.
  private static final long USUAL_MSGMAX = 8192;

  private static final long USUAL_MSGMNB = 16384;

  private SysvLimits() {}

  /// How many bytes a new queue holds.
  static long usualCapacity() {
    return SystemVQueues.limit(MSGMNB, USUAL_MSGMNB);
  }

  /// The settings of a mailbox whose creator chooses none.
  static MailboxSettings defaults() {
    MailboxSettings usual = MailboxSettings.DEFAULT;
    return settings(SystemVQueues.limit(MSGMNB, USUAL_MSGMNB), usual.mode(), usual.group());
  }

  /// The settings of a queue there is.
  static MailboxSettings settings(SystemVQueues.Status queue) {
    return settings(queue.capacity(), queue.mode(), Names.group(queue.gid()));
  }

  /// The settings of a queue.
  static MailboxSettings settings(long capacity, int mode, String group) {
    MailboxSettings usual = MailboxSettings.DEFAULT;
    return new MailboxSettings(
        Capacity.bytes(Math.max(1, capacity)),
        messageSize(capacity),
        Receivers.ANY,
        Order.NUMBER,
        WhenFull.WAIT,
        Owner.SYSTEM,
        mode,
        group,
        usual.patience(),
        usual.participants(),
        0,
        "",
        0);
  }

  /// The longest message that can be sent: one that is longer than the queue's capacity would wait
  /// for ever.
  private static long messageSize(long capacity) {
    long largest = Math.min(SystemVQueues.limit(MSGMAX, USUAL_MSGMAX), capacity);
    return Math.clamp(largest, 1, MailboxSettings.LARGEST_MESSAGE);
  }
}
