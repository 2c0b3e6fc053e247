// SPDX-License-Identifier: Apache-2.0

import dure.Delivery;
import dure.Mailbox;
import dure.Owner;
import dure.Receipt;
import dure.Sending;
import dure.Until;

static final int BILLS = 5;

/// Billing: the shop goes on only when a clerk has said that the bill is in the books. One clerk is
/// killed with the third bill in hand; the next gets that very bill again, marked, and every bill
/// is booked once. (Synchronous sending for what must be sure; acknowledged delivery.)
void main(String[] role) throws Exception {
  if (role.length > 0) {
    try (Mailbox bills = Mailbox.open(role[1])) {
      if (role[0].equals("shop")) {
        sell(bills);
      } else {
        keepBooks(bills, role[0]);
      }
    }
    return;
  }
  String name = "bills." + ProcessHandle.current().pid();
  try (Mailbox bills = Mailbox.named(name).owner(Owner.PROCESS).create()) {
    Process shop = start("shop", name);
    Process unlucky = start("first clerk", name);
    unlucky.waitFor();
    Process next = start("second clerk", name);
    shop.waitFor();
    bills.send("closing time");
    next.waitFor();
  }
}

void sell(Mailbox bills) throws InterruptedException {
  for (int bill = 1; bill <= BILLS; bill++) {
    Receipt receipt = bills.send("bill " + bill, Sending.until(Until.ACKNOWLEDGED));
    if (!receipt.reached(Until.ACKNOWLEDGED)) {
      throw new IllegalStateException("bill " + bill + " is only " + receipt.outcome());
    }
    IO.println("shop: bill " + bill + " is in the books");
  }
}

void keepBooks(Mailbox bills, String clerk) throws InterruptedException {
  while (true) {
    try (Delivery delivery = bills.receiveDelivery()) {
      String bill = delivery.message().text();
      if (clerk.equals("first clerk") && bill.equals("bill 3")) {
        IO.println(clerk + ": killed with " + bill + " in hand");
        Runtime.getRuntime().halt(137);
      }
      if (bill.startsWith("bill ")) {
        String again = delivery.message().redelivered() > 0 ? ", which comes again" : "";
        IO.println(clerk + ": books " + bill + again);
      }
      delivery.acknowledge(); // only now does the shop go on
      if (bill.equals("closing time")) {
        return;
      }
    }
  }
}

/// Starts this program once more, as a process of its own.
Process start(String... role) throws IOException {
  List<String> command = new ArrayList<>();
  command.add(System.getProperty("java.home") + "/bin/java");
  command.add("--enable-native-access=ALL-UNNAMED");
  command.addAll(List.of("-cp", System.getProperty("java.class.path"), getClass().getName()));
  command.addAll(List.of(role));
  return new ProcessBuilder(command).inheritIO().start();
}
