// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Mailbox;
import dure.Owner;

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
      long patience = System.nanoTime() + 5_000_000_000L; // threads that end may still close theirs
      while (Descriptors.open() > before && System.nanoTime() - patience < 0) {
        Thread.sleep(1);
      }
      if (Descriptors.open() > before) {
        throw new AssertionError(Descriptors.open() - before + " left after a try with " + free);
      }
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
