// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.DureException;
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
    Eventually.holds(PoorCreator::hasNoLoop);
    long before = Descriptors.open();
    int failed = 0;
    for (int free = 0; free < MOST; free++) {
      Descriptors.takeAll();
      Descriptors.giveBack(free);
      failed += owns(arguments[0]) ? 0 : 1;
      Descriptors.giveAllBack();
      Eventually.holds(PoorCreator::hasNoLoop); // so that the next needs a descriptor for it, too
      Eventually.holds(() -> Descriptors.open() <= before);
    }
    System.out.println("failed " + failed);
  }

  /// The thread that attends to doors ends soon after the last, and closes its descriptor.
  private static boolean hasNoLoop() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().equals("dure-descriptors"));
  }

  /// @throws RuntimeException if it fails without an error of Dure's own
  private static boolean owns(String name) {
    try (Mailbox _ = Mailbox.named(name).owner(Owner.PROCESS).create();
        Mailbox _ = Mailbox.open(name)) {
      return true;
    } catch (DureException forLackOfDescriptors) {
      return false;
    }
  }
}
