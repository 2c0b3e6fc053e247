// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxStatus;
import dure.Message;
import dure.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One process at several mailboxes, each of another policy, with a thread for each: what it does
/// at mailbox i it reports as `WORD@i`.
final class PolicyRole implements LabRole {
  private final boolean sends;
  private final Options options;
  private final Controls controls;
  private final Reports reports;

  PolicyRole(boolean sends, Options options, Controls controls, Reports reports) {
    this.sends = sends;
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    String[] addresses = options.required("addresses").split(",", -1);
    String[] policies = options.required("policies").split(",", -1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < addresses.length; i++) {
      int index = i;
      threads.add(
          Thread.ofPlatform().start(() -> atMailbox(index, addresses[index], policies[index])));
    }
    reports.say("opened");
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void atMailbox(int index, String address, String policy) {
    MailboxBuilder builder =
        Mailbox.named(address).participant(options.letter()).waiting(Waiting.BLOCK);
    if (policy.equals("ranked") && !sends) {
      builder = builder.rank(options.number("rank", 1));
    }
    if (policy.equals("all") && !sends) {
      builder = builder.listening();
    }
    try {
      if (policy.equals("pair") && !sends) {
        awaitSender(address);
      }
      use(index, builder);
    } catch (DureException refused) {
      reports.say("out@" + index, refused.getClass().getSimpleName());
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
    }
  }

  /// A link is of the first two that come: the sender is to be one of them.
  private void awaitSender(String address) throws InterruptedException {
    while (!isThere(address, options.required("sender"))) {
      controls.linger(1, 0.02);
    }
  }

  private static boolean isThere(String address, String name) {
    MailboxStatus.Details details = Mailbox.status(address).details();
    return details != null
        && details.participants().stream().anyMatch(each -> each.name().equals(name));
  }

  private void use(int index, MailboxBuilder builder) throws InterruptedException {
    try (Mailbox mailbox = builder.open()) {
      if (sends) {
        send(index, mailbox);
      } else {
        receive(index, mailbox);
      }
    }
  }

  private void send(int index, Mailbox mailbox) throws InterruptedException {
    for (int count = 1; ; count++) {
      reports.say("makes@" + index, count);
      controls.pace();
      reports.say("sends@" + index, count);
      mailbox.send(Integer.toString(count).getBytes(StandardCharsets.UTF_8));
      reports.say("accepted@" + index, count);
    }
  }

  private void receive(int index, Mailbox mailbox) throws InterruptedException {
    while (true) {
      reports.say("asks@" + index);
      Message message = mailbox.receive();
      reports.say("took@" + index, message.text());
      controls.pace();
    }
  }
}
