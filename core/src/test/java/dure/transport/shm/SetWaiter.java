// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Mailbox;
import dure.MailboxSet;
import dure.Received;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A process that waits at several mailboxes and says what comes; until a message says `end`.
final class SetWaiter {
  private SetWaiter() {}

  /// @param arguments `platform` or `virtual`, and the addresses
  public static void main(String[] arguments) throws Exception {
    List<Mailbox> mailboxes = new ArrayList<>();
    for (String address : Arrays.asList(arguments).subList(1, arguments.length)) {
      mailboxes.add(Mailbox.open(address));
    }
    MailboxSet set = MailboxSet.of(mailboxes);
    Runnable receive = () -> receive(set);
    if (arguments[0].equals("virtual")) {
      Thread waiter = Thread.ofVirtual().start(receive);
      Thread.ofVirtual().start(() -> System.out.println("another: runs")).join();
      waiter.join();
    } else {
      receive.run();
    }
    mailboxes.forEach(Mailbox::close);
  }

  private static void receive(MailboxSet set) {
    System.out.println("waiting");
    try {
      for (String text = ""; !text.equals("end"); ) {
        Received received = set.receive();
        text = received.message().text();
        System.out.println("got " + text + " from " + set.mailboxes().indexOf(received.mailbox()));
      }
    } catch (Exception ended) {
      System.out.println("ended " + ended.getClass().getSimpleName() + " " + ended.getMessage());
    }
    System.out.println(
        "processor: " + ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
  }
}
