// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import dure.DureException;
import dure.Mailbox;
import dure.linux.EventFd;
import dure.testkit.TestNamespace;

/// A process that has as many files open as it may, and then creates a queue.
final class FullOfFiles {
  private FullOfFiles() {}

  public static void main(String[] arguments) {
    Mailbox.named(arguments[0]); // what needs files for its classes does so before
    String warmUp = "posix:/" + TestNamespace.name("warm-up");
    Mailbox.named(warmUp).messageSize(8).create().close();
    Mailbox.delete(warmUp);
    try {
      Mailbox.named(arguments[0]).capacity(dure.Capacity.bounded(1 << 20)).create();
    } catch (DureException loadsTheClassesOfErrors) {
      System.out.println("warm");
    }
    int last;
    do {
      last = EventFd.make();
    } while (last >= 0);
    try {
      Mailbox.named(arguments[0]).capacity(dure.Capacity.bounded(1)).messageSize(8).create();
      System.out.println("create: done");
    } catch (DureException refused) {
      System.out.println(
          "create: " + refused.getClass().getSimpleName() + " " + refused.getMessage());
    }
  }
}
