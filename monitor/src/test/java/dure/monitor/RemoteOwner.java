// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.Mailbox;
import dure.Owner;

/// A process that owns a mailbox behind a socket until it is killed.
final class RemoteOwner {
  private RemoteOwner() {}

  public static void main(String[] arguments) throws Exception {
    try (Mailbox _ = Mailbox.named(arguments[0]).owner(Owner.PROCESS).create()) {
      System.out.println("owns");
      while (System.in.read() >= 0) {}
    }
  }
}
