// SPDX-License-Identifier: Apache-2.0
package dure.posix;

import dure.DureException;

/// A process that registers for a queue's notification and waits for it.
final class NotificationRole {
  private NotificationRole() {}

  public static void main(String[] arguments) throws Exception {
    try (Notification arrival = Notification.at(arguments[0])) {
      System.out.println("registered: yes");
      arrival.await();
      System.out.println("told: yes");
    } catch (DureException refused) {
      System.out.println(
          "registered: " + refused.getClass().getSimpleName() + " " + refused.getMessage());
    }
  }
}
