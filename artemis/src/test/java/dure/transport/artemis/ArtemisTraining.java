// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Delivery;
import dure.Mailbox;
import dure.broker.Broker;
import dure.testkit.TrainingRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// What most roles do at a broker.
public final class ArtemisTraining implements TrainingRun {
  @Override
  public void run() throws IOException, InterruptedException {
    Process broker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Broker.class.getName(),
                "--port",
                "0",
                "--memory")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = broker.inputReader()) {
      use(output.readLine() + "/training");
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  private static void use(String address) throws InterruptedException {
    try (Mailbox mailbox = Mailbox.create(address);
        Mailbox other = Mailbox.open(address)) {
      mailbox.send("a message");
      System.out.println(Mailbox.status(address));
      System.out.println(other.receive().text());
      System.out.println(other.receive(Duration.ofMillis(10)));
      mailbox.send("another");
      try (Delivery delivery = other.receiveDelivery()) {
        delivery.acknowledge();
      }
      System.out.println(mailbox.occupancy());
      Mailbox.delete(address);
    }
  }
}
