// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Mailbox;
import dure.Owner;

/// An owner that can be made to use up its descriptors, and to give them back.
final class PoorOwner {
  private PoorOwner() {}

  public static void main(String[] arguments) throws Exception {
    try (Mailbox _ = Mailbox.named(arguments[0]).owner(Owner.PROCESS).create()) {
      Descriptors.takeAll(); // once before, so that all classes are loaded
      Descriptors.giveAllBack();
      System.out.println("owns");
      System.in.read();
      Descriptors.takeAll();
      Thread.sleep(300); // a visitor's that has left may be given back only now
      Descriptors.takeAll();
      System.out.println("has none");
      System.in.read();
      Descriptors.giveAllBack();
      System.in.read();
    }
  }
}
