// SPDX-License-Identifier: Apache-2.0

import dure.Mailbox;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.bridge.Bridge;

/// A program that outgrew its machine. The shop and the kitchen know one mailbox each; a bridge
/// carries the orders between them. Where the kitchen is, is said in one address:
///
/// ```
/// ./dure example Outgrown                              on one machine, over a Unix socket
/// ./dure example Outgrown kitchen tcp://0.0.0.0:7000   on the other machine, and here
/// ./dure example Outgrown shop tcp://other:7000
/// ./dure example Outgrown shop artemis://broker/orders over a broker that outlives both
/// ```
void main(String[] args) throws Exception {
  switch (args.length > 0 ? args[0] : "") {
    case "shop" -> shop(args[1]);
    case "kitchen" -> kitchen(args[1]);
    default -> both("unix:@outgrown-" + ProcessHandle.current().pid());
  }
}

/// The orders are in shared memory as soon as they are sent, wherever they go from there.
void shop(String far) throws Exception {
  String near = "orders-" + ProcessHandle.current().pid();
  try (Mailbox orders = Mailbox.named(near).owner(Owner.PROCESS).create();
      Bridge bridge = Bridge.between(near, far)) {
    for (String order : List.of("two coffees", "a tea", "the bill")) {
      orders.send(order);
      IO.println("shop: " + order);
    }
    bridge.drain();
    IO.println("shop: " + bridge.status().carried() + " orders are with the kitchen");
  }
}

/// Sockets and pipes need a process that holds them; what a broker keeps is there already.
void kitchen(String address) throws Exception {
  try (Mailbox orders = Mailbox.openOrCreate(address)) {
    IO.println("kitchen: open");
    for (String order = ""; !order.equals("the bill"); ) {
      order = orders.receive().text();
      IO.println("kitchen: " + order);
    }
  }
}

void both(String address) throws Exception {
  Thread kitchen =
      Thread.ofPlatform()
          .start(() -> {
            try {
              kitchen(address);
            } catch (Exception failed) {
              throw new IllegalStateException(failed);
            }
          });
  awaitOpen(address);
  Process shop = start("shop", address);
  shop.waitFor();
  kitchen.join();
}

void awaitOpen(String address) throws InterruptedException {
  while (true) {
    try {
      Mailbox.status(address);
      return;
    } catch (NoSuchMailboxException notYet) {
      Thread.sleep(10);
    }
  }
}

Process start(String... role) throws IOException {
  List<String> command = new ArrayList<>();
  command.add(System.getProperty("java.home") + "/bin/java");
  command.add("--enable-native-access=ALL-UNNAMED");
  command.addAll(List.of("-cp", System.getProperty("java.class.path"), getClass().getName()));
  command.addAll(List.of(role));
  return new ProcessBuilder(command).inheritIO().start();
}
