// SPDX-License-Identifier: Apache-2.0
package dure.service;

import java.util.concurrent.CountDownLatch;

/// A process that serves until it is killed, or calls as often as it is told.
final class ServiceRole {
  private ServiceRole() {}

  /// @param arguments `serve NAME`, `hang NAME` for a service that never answers, or `call NAME
  ///   CLIENTS CALLS`
  public static void main(String... arguments) throws Exception {
    Contract<String, String> contract = Contracts.reversal(arguments[1]);
    switch (arguments[0]) {
      case "serve" -> serve(contract, Contracts::reversed);
      case "hang" ->
          serve(
              contract,
              _ -> {
                System.out.println("asked");
                new CountDownLatch(1).await();
                return "";
              });
      case "call" -> call(contract, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void serve(
      Contract<String, String> contract, ServiceHandler<String, String> handler) throws Exception {
    try (Service<String, String> _ = contract.serve(handler)) {
      System.out.println("serving");
      new CountDownLatch(1).await();
    }
  }

  private static void call(Contract<String, String> contract, int clients, int calls)
      throws InterruptedException {
    for (int i = 0; i < clients; i++) {
      try (Client<String, String> client = contract.connect()) {
        for (int call = 0; call < calls; call++) {
          String text = ProcessHandle.current().pid() + "/" + i + "/" + call;
          String answer = client.call(text);
          if (!answer.equals(Contracts.reversed(text))) {
            throw new AssertionError(text + " was answered " + answer);
          }
        }
      }
    }
    System.out.println("called");
  }
}
