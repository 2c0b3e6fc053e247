// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Mailbox;
import dure.Owner;
import dure.testkit.Eventually;

/// Tries to own and to visit a mailbox with ever more descriptors, and counts what each try leaves.
final class PoorCreator {
  private static final int MOST = 24;

  private PoorCreator() {}

  public static void main(String[] arguments) throws Exception {
    owns(arguments[0]); // once before, so that all classes are loaded
    Descriptors.takeAll();
    Descriptors.giveAllBack();
    long before = Descriptors.open();
    int failed = 0;
    for (int free = 0; free < MOST; free++) {
      Descriptors.takeAll();
      Descriptors.giveBack(free);
      failed += owns(arguments[0]) ? 0 : 1;
      Descriptors.giveAllBack();
      Eventually.holds(() -> Descriptors.open() <= before); // threads that end still close theirs
    }
    System.out.println("failed " + failed);
  }

  private static boolean owns(String name) {
    try (Mailbox _ = Mailbox.named(name).owner(Owner.PROCESS).create();
        Mailbox _ = Mailbox.open(name)) {
      return true;
    } catch (RuntimeException forLackOfDescriptors) {
      return false;
    }
  }
}
