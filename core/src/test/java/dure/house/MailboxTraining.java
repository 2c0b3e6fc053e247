// SPDX-License-Identifier: Apache-2.0
package dure.house;

import dure.Mailbox;
import dure.testkit.TestNamespace;
import dure.testkit.TrainingRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What most roles do: read a line, open a mailbox, send, receive, wait in vain, print.
public final class MailboxTraining implements TrainingRun {
  @Override
  public void run() throws IOException, InterruptedException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("input: " + input.readLine());
    String name = TestNamespace.name("training");
    use(name);
    use("unix:/tmp/" + name);
    System.out.println("mailboxes: " + Mailbox.list().size());
    Thread.ofVirtual().start(() -> System.out.println("a virtual thread")).join();
  }

  private static void use(String name) throws InterruptedException {
    try (Mailbox mailbox = Mailbox.openOrCreate(name)) {
      mailbox.send("a message");
      System.out.println(mailbox.receive().text());
      System.out.println(mailbox.receive(Duration.ofMillis(10)));
      Mailbox.delete(name);
    }
  }
}
