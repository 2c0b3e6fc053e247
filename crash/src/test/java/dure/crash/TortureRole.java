// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import dure.Delivery;
import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxDeletedException;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.Sending;
import dure.Until;
import dure.Waiting;
import dure.crash.TortureJournal.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A process of a torture: a thread for each mailbox that sends or receives, or both by two
/// threads, until a line comes in or the process is killed.
///
/// Its arguments are the prefix of the mailboxes, the directory of the journals, the number of this
/// life, and a seed.
final class TortureRole {
  /// How long one call may wait.
  private static final Duration LIMIT = Duration.ofMillis(200);

  private static volatile boolean over;

  private final String prefix;
  private final TortureMailbox kind;
  private final boolean sends;
  private final int life;
  private final Random random;
  private final TortureJournal journal;
  private long number;

  @SuppressWarnings("EnumOrdinal") // a part of a seed
  private TortureRole(
      String prefix, Path directory, TortureMailbox kind, boolean sends, int life, long seed)
      throws IOException {
    this.prefix = prefix;
    this.kind = kind;
    this.sends = sends;
    this.life = life;
    this.random = new Random(seed * 31 + kind.ordinal() * 2L + (sends ? 1 : 0));
    this.journal = new TortureJournal(file(directory, life, kind, sends));
  }

  static Path file(Path directory, int life, TortureMailbox kind, boolean sends) {
    return directory.resolve(life + "-" + kind + (sends ? "-sends" : "-receives"));
  }

  public static void main(String[] arguments) throws Exception {
    int life = Integer.parseInt(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    Random choice = new Random(seed);
    List<Thread> threads = new ArrayList<>();
    for (TortureMailbox kind : TortureMailbox.values()) {
      int part = choice.nextInt(3);
      for (boolean sends : new boolean[] {true, false}) {
        if (kind.isPlayed() && part != (sends ? 0 : 1)) {
          var role = new TortureRole(arguments[0], Path.of(arguments[1]), kind, sends, life, seed);
          threads.add(Thread.ofPlatform().name(kind + " " + sends).start(role::run));
        }
      }
    }
    System.out.println("plays");
    while (System.in.read() != '\n') {}
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("end");
  }

  private void run() {
    try {
      while (!over && !journal.isFull()) {
        play();
      }
    } catch (InterruptedException | RuntimeException e) {
      System.out.println("fault at " + kind + " of life " + life + ": " + e);
      e.printStackTrace(System.out);
      System.out.flush();
      Runtime.getRuntime().halt(3);
    }
  }

  /// One handle: so many calls, and then it is closed.
  private void play() throws InterruptedException {
    try (Mailbox mailbox = open()) {
      journal.complete(Entry.OPENED, 0, 0, life, 0);
      int calls = 20 + random.nextInt(2_000);
      for (int i = 0; i < calls && !over && !journal.isFull(); i++) {
        if (sends) {
          send(mailbox);
        } else {
          receive(mailbox);
        }
      }
    } catch (LinkTakenException | MailboxDeletedException | NoSuchMailboxException e) {
      if (e instanceof LinkTakenException
          ? kind != TortureMailbox.PAIR
          : kind != TortureMailbox.DELETED) {
        throw e;
      }
      journal.complete(Entry.EMPTY, 0, 0, life, 0);
      Thread.sleep(10);
    }
  }

  private Mailbox open() {
    MailboxBuilder builder =
        kind == TortureMailbox.DELETED
            ? kind.settings(prefix)
            : Mailbox.named(kind.address(prefix)).waiting(Waiting.BLOCK);
    if (kind == TortureMailbox.ALL && !sends) {
      builder.listening();
    }
    if (kind == TortureMailbox.RANKED) {
      builder.rank(random.nextInt(3));
    }
    return kind == TortureMailbox.DELETED ? builder.openOrCreate() : builder.open();
  }

  // Sending.

  private void send(Mailbox mailbox) throws InterruptedException {
    boolean grouped = kind == TortureMailbox.PRIORITY || kind == TortureMailbox.NUMBER;
    int group = grouped ? random.nextInt(TortureMailbox.CLASSES) : 0;
    var letter = new TortureLetter(life, number++, group);
    int most = random.nextInt(20) == 0 || kind == TortureMailbox.LONG ? kind.messageSize() : 200;
    byte[] bytes = letter.bytes(TortureLetter.HEADER + random.nextInt(most - 20));
    journal.begin(Entry.SENDING, group, life, letter.number());
    boolean accepted = false;
    try {
      accepted = send(mailbox, bytes, group);
    } finally {
      journal.complete(accepted ? Entry.ACCEPTED : Entry.REFUSED, group, 0, life, letter.number());
    }
  }

  private boolean send(Mailbox mailbox, byte[] bytes, int group) throws InterruptedException {
    return switch (kind) {
      case PRIORITY -> plainly(mailbox, bytes, Sending.PLAIN.priority(group));
      case NUMBER -> plainly(mailbox, bytes, Sending.PLAIN.number(group + 1));
      case ZERO -> mailbox.send(bytes, LIMIT);
      default ->
          switch (random.nextInt(4)) {
            case 0 -> mailbox.trySend(bytes);
            case 1 -> inPlace(mailbox, bytes);
            default -> mailbox.send(bytes, LIMIT);
          };
    };
  }

  private static boolean plainly(Mailbox mailbox, byte[] bytes, Sending how)
      throws InterruptedException {
    return mailbox.send(bytes, how.within(LIMIT)).reached(Until.ACCEPTED);
  }

  private static boolean inPlace(Mailbox mailbox, byte[] bytes) throws InterruptedException {
    try (var claim = mailbox.claim(bytes.length, LIMIT)) {
      if (claim == null) {
        return false;
      }
      claim.put(0, bytes, 0, bytes.length);
      claim.publish();
      return true;
    }
  }

  // Receiving.

  private void receive(Mailbox mailbox) throws InterruptedException {
    if (kind == TortureMailbox.ACKNOWLEDGED) {
      journal.begin(Entry.RECEIVING_IN_PLACE, 0, life, 0);
      acknowledge(mailbox.receiveDelivery(LIMIT));
    } else if (random.nextBoolean()) {
      journal.begin(Entry.RECEIVING_IN_PLACE, 0, life, 0);
      if (!mailbox.receiveInPlace(this::got, LIMIT)) {
        journal.complete(Entry.EMPTY, 0, 0, life, 0);
      }
    } else {
      journal.begin(Entry.RECEIVING, 0, life, 0);
      Message message = mailbox.receive(LIMIT);
      if (message == null) {
        journal.complete(Entry.EMPTY, 0, 0, life, 0);
      } else {
        got(message);
      }
    }
  }

  private void acknowledge(Delivery delivery) {
    if (delivery == null) {
      journal.complete(Entry.EMPTY, 0, 0, life, 0);
      return;
    }
    try (delivery) {
      got(delivery.message());
      if (random.nextInt(5) != 0) {
        delivery.acknowledge();
      }
    }
  }

  private void got(Message message) {
    if (message.missed() > 0) {
      throw new IllegalStateException("missed " + message.missed());
    }
    TortureLetter letter = TortureLetter.of(message);
    journal.complete(
        Entry.GOT, letter.group(), message.redelivered(), letter.life(), letter.number());
  }
}
