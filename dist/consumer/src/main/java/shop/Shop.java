// SPDX-License-Identifier: Apache-2.0
package shop;

import dure.codec.Codecs;
import dure.service.Client;
import dure.service.Contract;
import dure.service.Service;

/// Asks a service for a bill, and prints it.
public final class Shop {
  private static final Contract<String, String> BILLS =
      Contract.of("bills-" + ProcessHandle.current().pid(), Codecs.TEXT, Codecs.TEXT);

  private Shop() {}

  /// @param arguments none
  public static void main(String[] arguments) throws InterruptedException {
    try (Service<String, String> service = BILLS.serve(order -> "bill for " + order);
        Client<String, String> client = BILLS.connect()) {
      System.out.println(client.call("two coffees"));
    }
  }
}
