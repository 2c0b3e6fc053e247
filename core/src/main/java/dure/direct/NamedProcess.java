// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Capacity;
import dure.Choice;
import dure.DureException;
import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxStatus;
import dure.MailboxStatus.Participant;
import dure.Message;
import dure.NameTakenException;
import dure.NoSuchMailboxException;
import dure.Order;
import dure.Owner;
import dure.OwnerGoneException;
import dure.ProcessGoneException;
import dure.ProcessRenamedException;
import dure.Sending;
import dure.SystemFailureException;
import dure.UnknownProcessException;
import dure.Until;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// This process under its name: it sends to others by theirs, and receives from the one it names or
/// from anyone. There is nothing to create; the link of two processes comes with the first message.
///
/// ```java
/// try (NamedProcess me = NamedProcess.join("P")) {
///   me.send("Q", "hello".getBytes(UTF_8));
///   DirectMessage answer = me.receive("Q");
/// }
/// ```
///
/// A message that was accepted is in the other's inbox and survives its sender. Messages of one
/// sender come in their order. When a process ends, its partners are told; when it takes another
/// name, it is no longer found under the old one, and its partners are told that.
///
/// For all threads. The first message to a process that is stopped takes about a second to fail,
/// with any limit: it is asked for its inbox, and does not answer.
public final class NamedProcess implements AutoCloseable {
  /// The longest message, in bytes.
  public static final int LONGEST_MESSAGE = 1 << 16;

  private static final int MESSAGES = 64;
  private static final int LONGEST_NAME = 64;
  private static final int MOST_PEERS = 512;

  /// How long a wait for a message lasts before a look whether its sender still is.
  private static final Duration SLICE = Duration.ofMillis(50);

  private static final SecureRandom RANDOM = new SecureRandom();

  /// Another process, as this one knows it: by its registration, and its inbox. Closed when it is
  /// forgotten and the last thread has left it.
  private static final class Peer {
    private final Mailbox registration;
    private final Mailbox inbox;
    private final AtomicInteger users = new AtomicInteger(1);

    Peer(Mailbox registration, Mailbox inbox) {
      this.registration = registration;
      this.inbox = inbox;
    }

    /// Begins to use it; false if it has been closed.
    boolean enter() {
      return users.updateAndGet(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        registration.close();
        inbox.close();
      }
    }
  }

  private final Mailbox inbox;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  // Guarded by this where both change.
  private volatile String name;
  private volatile Mailbox registration;
  private volatile boolean closed;

  private NamedProcess(String name, Mailbox inbox, Mailbox registration) {
    this.name = name;
    this.inbox = inbox;
    this.registration = registration;
  }

  /// Joins under a name, until closed.
  ///
  /// @throws NameTakenException if another process has it
  /// @throws dure.InvalidNameException if no mailbox could be called so
  public static NamedProcess join(String name) {
    requireShort(name);
    Mailbox inbox = createInbox();
    Mailbox registration = null;
    try {
      registration = Registration.create(name, inbox.address().name());
      return new NamedProcess(name, inbox, registration);
    } finally {
      if (registration == null) {
        inbox.close();
      }
    }
  }

  private static void requireShort(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new IllegalArgumentException("a process's name has at most " + LONGEST_NAME + " bytes");
    }
  }

  private static Mailbox createInbox() {
    String random = HexFormat.of().toHexDigits(RANDOM.nextInt());
    return Mailbox.named("inbox." + ProcessHandle.current().pid() + "." + random)
        .owner(Owner.PROCESS)
        .order(Order.NUMBER)
        .capacity(Capacity.bounded(MESSAGES))
        .messageSize(LONGEST_MESSAGE + 1 + LONGEST_NAME)
        .participants(MOST_PEERS)
        .create();
  }

  /// What it is called now.
  public String name() {
    return name;
  }

  // Sending.

  /// Sends a message to the process of this name, waiting for room in its inbox.
  ///
  /// @throws UnknownProcessException if no process has the name
  /// @throws ProcessGoneException if the process that this one has talked to has ended
  /// @throws ProcessRenamedException if that process has taken another name
  public void send(String to, byte[] message) throws InterruptedException {
    send(to, message, Sending.PLAIN);
  }

  /// Sends a message, waiting for room at most `within`; whether it was accepted.
  public boolean send(String to, byte[] message, Duration within) throws InterruptedException {
    return send(to, message, Sending.PLAIN.within(within));
  }

  /// Sends a message if there is room now; whether it was accepted.
  public boolean trySend(String to, byte[] message) {
    try {
      return send(to, message, Sending.PLAIN.within(Duration.ZERO));
    } catch (InterruptedException notNow) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean send(String to, byte[] message, Sending how) throws InterruptedException {
    String me = name;
    byte[] framed = new DirectMessage(me, message).framed();
    Peer peer = enter(to);
    try {
      peer.registration.occupancy(); // throws if the name is no longer its
      return peer.inbox.send(framed, how.number(number(me))).reached(Until.ACCEPTED);
    } catch (MailboxDeletedException renamed) {
      forget(to, peer);
      throw renamed(to);
    } catch (OwnerGoneException gone) {
      forget(to, peer);
      throw gone(to);
    } finally {
      peer.leave();
    }
  }

  /// A peer that stays open until we leave it.
  private Peer enter(String other) {
    Peer peer;
    do {
      if (closed) {
        throw new MailboxClosedException(
            inbox.address().toString(), "process '" + name + "' has left; join again");
      }
      peer = peer(other);
    } while (!peer.enter());
    return peer;
  }

  private static ProcessRenamedException renamed(String name) {
    return new ProcessRenamedException(
        Registration.address(name), "process '" + name + "' has taken another name: use that");
  }

  private static ProcessGoneException gone(String name) {
    return new ProcessGoneException(
        Registration.address(name), "process '" + name + "' has ended, or has left");
  }

  /// The process of a name; this is what makes the link.
  private Peer peer(String other) {
    Peer known = peers.get(other);
    if (known != null) {
      return known;
    }
    Mailbox found = find(other);
    Peer peer = null;
    try {
      String address = Registration.inbox(found.status().details());
      if (address == null) {
        throw gone(other);
      }
      peer = new Peer(found, Mailbox.named(address).participant(name).open());
    } catch (NoSuchMailboxException ended) {
      throw gone(other);
    } finally {
      if (peer == null) {
        found.close();
      }
    }
    Peer first = peers.putIfAbsent(other, peer);
    if (first != null) {
      peer.leave();
      return first;
    }
    if (closed) {
      forget(other, peer);
    }
    return peer;
  }

  private static Mailbox find(String name) {
    try {
      return Mailbox.open(Registration.address(name));
    } catch (NoSuchMailboxException | OwnerGoneException nobody) {
      throw new UnknownProcessException(
          Registration.address(name), "no process is called '" + name + "'");
    }
  }

  private void forget(String other, Peer peer) {
    if (peers.remove(other, peer)) {
      peer.leave();
    }
  }

  /// The number of a sender's messages: unique, but for a chance of one in 2⁶³.
  private static long number(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return Math.max(1, ByteBuffer.wrap(hash).getLong() >>> 1);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible); // every JDK has it
    }
  }

  // Receiving.

  /// Receives the next message from the process of this name, waiting for it. What others send
  /// stays in the inbox meanwhile.
  ///
  /// @throws UnknownProcessException if nothing of it is there, and no process has the name
  /// @throws ProcessGoneException if nothing of it is there, and it has ended
  /// @throws ProcessRenamedException if nothing of it is there, and it has taken another name
  public DirectMessage receive(String from) throws InterruptedException {
    return Objects.requireNonNull(await(from, null));
  }

  /// Receives the next message from a process, waiting for it at most `within`; null if none came.
  public @Nullable DirectMessage receive(String from, Duration within) throws InterruptedException {
    return await(from, within);
  }

  /// Receives the next message from a process if there is one now, else null.
  public @Nullable DirectMessage tryReceive(String from) {
    return opened(inbox.tryReceive(Choice.number(number(from))));
  }

  /// Receives the next message of all, waiting for one: it says who has sent it.
  public DirectMessage receive() throws InterruptedException {
    return DirectMessage.of(inbox.receive().bytes());
  }

  /// Receives the next message of all, waiting for one at most `within`; null if none came.
  public @Nullable DirectMessage receive(Duration within) throws InterruptedException {
    return opened(inbox.receive(within));
  }

  /// Receives the next message of all if there is one now, else null.
  public @Nullable DirectMessage tryReceive() {
    return opened(inbox.tryReceive());
  }

  private static @Nullable DirectMessage opened(@Nullable Message message) {
    return message == null ? null : DirectMessage.of(message.bytes());
  }

  private @Nullable DirectMessage await(String from, @Nullable Duration within)
      throws InterruptedException {
    long began = System.nanoTime();
    Choice its = Choice.number(number(from));
    Mailbox sender = null;
    try {
      while (true) {
        Duration left = within == null ? SLICE : within.minusNanos(System.nanoTime() - began);
        boolean last = left.compareTo(SLICE) < 0;
        DirectMessage next = opened(inbox.receive(its, last ? left : SLICE));
        if (next != null || last) {
          return next;
        }
        try {
          sender = sender == null ? find(from) : sender;
          sender.occupancy();
        } catch (UnknownProcessException | MailboxDeletedException | OwnerGoneException nobody) {
          return lastOf(from, nobody);
        } catch (LinkTakenException | SystemFailureException cannotTell) {
          // it may be stopped, or have too many who look: then we go on waiting
        }
      }
    } finally {
      if (sender != null) {
        sender.close();
      }
    }
  }

  /// What a process has sent before it was no more, or why nothing more can come.
  private DirectMessage lastOf(String from, DureException nobody) {
    DirectMessage sentBefore = tryReceive(from);
    if (sentBefore != null) {
      return sentBefore;
    }
    throw nobody instanceof MailboxDeletedException
        ? renamed(from)
        : nobody instanceof OwnerGoneException ? gone(from) : nobody;
  }

  // Names and links.

  /// Takes another name. A process that uses the old name is told; what was sent to it is still
  /// received.
  ///
  /// @throws NameTakenException if another process has it; then this one keeps its own
  public synchronized void rename(String newName) {
    requireShort(newName);
    Mailbox old = registration;
    String oldName = name;
    inbox.occupancy(); // throws if this has left
    registration = Registration.create(newName, inbox.address().name());
    name = newName;
    peers.forEach(this::forget);
    try {
      Mailbox.delete(Registration.address(oldName));
    } finally {
      old.close();
    }
  }

  /// The names of all processes that have one now.
  public static List<String> all() {
    return List.copyOf(Registration.all().keySet());
  }

  /// The links of all processes that have talked to each other and both still are, in their order.
  public static List<Link> links() {
    SortedSet<Link> links = new TreeSet<>();
    Map<String, String> inboxes = Registration.all();
    inboxes.forEach((name, inbox) -> {
      MailboxStatus.Details details = details(inbox);
      if (details != null) {
        details.participants().stream()
            .filter(other -> other.alive() && !other.owner())
            .map(Participant::name)
            .filter(inboxes::containsKey)
            .forEach(other -> links.add(new Link(name, other)));
      }
    });
    return List.copyOf(links);
  }

  private static MailboxStatus.@Nullable Details details(String inbox) {
    try {
      return Mailbox.status(inbox).details();
    } catch (NoSuchMailboxException ended) {
      return null;
    }
  }

  /// Leaves: the name is free, and its partners are told that it is gone. Its inbox goes with all
  /// that is in it.
  @Override
  public synchronized void close() {
    closed = true;
    peers.forEach(this::forget);
    registration.close();
    inbox.close();
  }
}
