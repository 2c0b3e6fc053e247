// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import dure.Claim;
import dure.Mailbox;
import dure.Message;
import dure.Sending;
import dure.Until;
import dure.Waiting;
import dure.raw.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A process that plays a short script at a mailbox and is killed in the middle of it. It says what
/// it does before and after each thing, so that the facts outlive it.
///
/// Its arguments are the mailbox and then verbs: `create`, `open`, `delete`, `close`, `arm`,
/// `send`, `transfer`, `briefly`, `acknowledged`, `claim`, `publish`, `abandon`, `receive`,
/// `inplace`, `each`, `remove`, `fail`, `wait`.
final class Victim {
  private final String name;
  private final Kind kind;
  private Mailbox mailbox;
  private Claim claim;
  private String claimed;
  private String prefix = "";
  private int sent;

  private Victim(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  public static void main(String[] arguments) throws Exception {
    Victim victim = new Victim(arguments[0], Kind.valueOf(arguments[1]));
    Step.arm(false);
    for (int i = 2; i < arguments.length; i++) {
      victim.play(arguments[i]);
    }
    say("end");
  }

  private void play(String verb) throws InterruptedException, IOException {
    switch (verb) {
      case "create" -> mailbox = Scene.settings(name, kind).create();
      case "open" ->
          mailbox = Mailbox.named(name).waiting(Waiting.BLOCK).participant("victim").open();
      case "listen" ->
          mailbox =
              Mailbox.named(name).waiting(Waiting.BLOCK).participant("victim").listening().open();
      case "delete" -> Mailbox.delete(name);
      case "close" -> mailbox.close();
      case "arm" -> Step.arm(true);
      case "send" -> send();
      case "long" -> prefix = "long ".repeat(2_000);
      case "claim" -> claim();
      case "publish" -> publish();
      case "abandon" -> claim.close();
      case "receive" -> got(mailbox.receive());
      case "drain" -> drain();
      case "remove" -> mailbox.remove(mailbox.browse(Integer.MAX_VALUE).getLast());
      case "inplace" -> mailbox.receiveInPlace(Victim::got);
      case "each" -> each();
      case "fail" -> fail();
      case "transfer" -> transfer(Sending.until(Until.RECEIVED));
      case "briefly" -> transfer(Sending.until(Until.RECEIVED).within(Duration.ofMillis(50)));
      case "acknowledged" -> transfer(Sending.until(Until.ACKNOWLEDGED));
      case "wait" -> awaitLine();
      default -> throw new IllegalArgumentException(verb);
    }
  }

  private void send() throws InterruptedException {
    String text = prefix + "v" + sent++;
    say("started " + text);
    mailbox.send(text);
    say("accepted " + text);
  }

  private void transfer(Sending how) throws InterruptedException {
    String text = prefix + "v" + sent++;
    say("started " + text);
    say(mailbox.send(text, how).outcome() + " " + text);
  }

  private void claim() throws InterruptedException {
    claimed = prefix + "v" + sent++;
    say("started " + claimed);
    claim = mailbox.claim(claimed.length());
    byte[] bytes = claimed.getBytes(StandardCharsets.UTF_8);
    claim.put(0, bytes, 0, bytes.length);
    say("claimed");
  }

  private void publish() {
    claim.publish();
    say("accepted " + claimed);
  }

  private void drain() throws InterruptedException {
    while (mailbox.receive() != null) {}
  }

  /// Several in place, of which the first is over before the process may be killed.
  private void each() throws InterruptedException {
    mailbox.receiveEach(
        message -> {
          got(message);
          Step.arm(true);
        },
        3);
  }

  private void fail() throws InterruptedException {
    try {
      mailbox.receiveInPlace(message -> {
        throw new IllegalStateException("on purpose");
      });
    } catch (IllegalStateException onPurpose) {
      say("failed");
    }
  }

  private static void awaitLine() throws IOException {
    say("waits");
    while (System.in.read() != '\n') {}
  }

  private static void got(Message message) {
    say("got " + message.text() + " " + message.redelivered());
  }

  private static void say(String what) {
    System.out.println(what);
    System.out.flush();
  }
}
