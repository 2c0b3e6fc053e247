// SPDX-License-Identifier: Apache-2.0
package dure.bench.jmh;

import dure.Capacity;
import dure.Mailbox;
import dure.Owner;
import dure.Receivers;

/// A mailbox for one trial, gone with the process.
final class Box {
  private Box() {}

  /// A mailbox of the process's own.
  static Mailbox of(Receivers receivers, int messages, int messageBytes) {
    return Mailbox.named("dure-bench-" + ProcessHandle.current().pid() + "-jmh")
        .receivers(receivers)
        .owner(Owner.PROCESS)
        .capacity(Capacity.bounded(messages))
        .messageSize(messageBytes)
        .create();
  }
}
