// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Mailbox;
import dure.Owner;
import dure.testkit.Eventually;

/// An owner that can be made to use up its descriptors, and to give them back.
final class PoorOwner {
  private PoorOwner() {}

  public static void main(String[] arguments) throws Exception {
    try (Mailbox _ = Mailbox.named(arguments[0]).owner(Owner.PROCESS).create()) {
      Descriptors.takeAll(); // once before, so that all classes are loaded
      Descriptors.giveAllBack();
      long before = Descriptors.open();
      Eventually.holds(() -> Descriptors.open() <= before);
      System.out.println("owns");
      System.in.read();
      Eventually.holds(() -> Descriptors.open() <= before); // no visitor's is to be given back
      Descriptors.takeAll();
      System.out.println("has none");
      System.in.read();
      Descriptors.giveAllBack();
      System.in.read();
    }
  }
}
