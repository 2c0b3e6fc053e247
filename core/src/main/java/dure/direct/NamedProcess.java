// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Deadline;
import dure.DureException;
import dure.LinkTakenException;
import dure.NameTakenException;
import dure.ProcessGoneException;
import dure.ProcessRenamedException;
import dure.Sending;
import dure.SystemFailureException;
import dure.UnknownProcessException;
import dure.handover.OwnerSocketName;
import dure.layout.FileNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
/// A link is of exactly two: it has room for 64 messages in each direction, which no third process
/// fills, sees or takes. A message that was accepted is with its receiver and survives its sender.
/// Messages of one sender come in their order; where all are received, senders take turns. When a
/// process ends, its partners are told; when it takes another name, it is no longer found under the
/// old one, and its partners are told that.
///
/// A process sends to any number of others, and receives from 126 at the same time. For all
/// threads. The first message to a process makes the link, for which that process has to answer.
/// One that is stopped does not: then [#send(String, byte\[\], Duration)] ends at its limit, and
/// the other sends fail after about a second.
public final class NamedProcess implements AutoCloseable {
  /// The longest message, in bytes.
  public static final int LONGEST_MESSAGE = 1 << 16;

  /// How long a wait for a message lasts before a look whether its sender still is.
  private static final Duration SLICE = Duration.ofMillis(50);

  private final IncomingLinks incoming;
  private final Map<String, OutgoingLink> outgoing = new ConcurrentHashMap<>();

  // Guarded by this where they change.
  private volatile ProcessAddress me;
  private LinkServer.Running server;
  private volatile boolean closed;

  private NamedProcess(ProcessAddress me) {
    this.me = me;
    this.incoming = new IncomingLinks(me, IncomingLinks.MOST);
    this.server = LinkServer.start(me, incoming, this::partners);
  }

  /// Joins under a name, until closed.
  ///
  /// @throws NameTakenException if another process has it
  /// @throws dure.InvalidNameException if no mailbox could be called so
  public static NamedProcess join(String name) {
    return new NamedProcess(ProcessAddress.of(name).requireShort());
  }

  /// What it is called now.
  public String name() {
    return me.name();
  }

  // Sending.

  /// Sends a message to the process of this name, waiting for room in the link.
  ///
  /// @throws UnknownProcessException if no process has the name
  /// @throws ProcessGoneException if the process that this one has talked to has ended
  /// @throws ProcessRenamedException if that process has taken another name
  /// @throws LinkTakenException if that process has as many links as it can have
  public void send(String to, byte[] message) throws InterruptedException {
    boolean _ = send(to, message, Sending.PLAIN);
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
    Duration within = how.within();
    long deadline =
        within == null || !within.isPositive() ? Deadline.NEVER : Deadline.after(within);
    OutgoingLink link = enter(to, deadline);
    if (link == null) {
      return false;
    }
    try {
      return link.send(
          message, deadline == Deadline.NEVER ? how : how.within(Deadline.left(deadline)));
    } catch (ProcessRenamedException | ProcessGoneException ended) {
      forget(to, link);
      incoming.requireOpen(); // when this process has left, that is what ended the link
      throw ended;
    } finally {
      link.leave();
    }
  }

  /// A link that stays open until we leave it; null if the other process has not answered by a
  /// deadline.
  private @Nullable OutgoingLink enter(String other, long deadline) {
    OutgoingLink link;
    do {
      incoming.requireOpen();
      try {
        link = link(other, deadline);
      } catch (SystemFailureException noAnswer) {
        if (Deadline.remaining(deadline) > 0) {
          throw noAnswer;
        }
        return null;
      }
    } while (!link.enter());
    return link;
  }

  /// The link to the process of a name, which is made by this.
  private OutgoingLink link(String other, long deadline) {
    OutgoingLink known = outgoing.get(other);
    if (known != null) {
      return known;
    }
    ProcessAddress as = me;
    OutgoingLink link = made(other, as, deadline);
    OutgoingLink first = outgoing.putIfAbsent(other, link);
    if (first != null) {
      link.leave();
      return first;
    }
    if (closed || !as.equals(me)) {
      forget(other, link);
    }
    return link;
  }

  private static OutgoingLink made(String other, ProcessAddress as, long deadline) {
    ProcessConnection connection = ProcessConnection.at(ProcessAddress.of(other), deadline);
    OutgoingLink link = null;
    try {
      link = connection.link(as.name(), deadline);
      return link;
    } finally {
      if (link == null) {
        connection.close();
      }
    }
  }

  private void forget(String other, OutgoingLink link) {
    if (outgoing.remove(other, link)) {
      link.leave();
    }
  }

  // Receiving.

  /// Receives the next message from the process of this name, waiting for it. What others send
  /// stays in their links meanwhile.
  ///
  /// @throws UnknownProcessException if nothing of it is there, and no process has the name
  /// @throws ProcessGoneException if nothing of it is there, and it has ended
  /// @throws ProcessRenamedException if nothing of it is there, and it has taken another name
  public DirectMessage receive(String from) throws InterruptedException {
    return Objects.requireNonNull(await(from, Deadline.NEVER));
  }

  /// Receives the next message from a process, waiting for it at most `within`; null if none came.
  public @Nullable DirectMessage receive(String from, Duration within) throws InterruptedException {
    return await(from, Deadline.after(within));
  }

  /// Receives the next message from a process if there is one now, else null.
  public @Nullable DirectMessage tryReceive(String from) {
    return incoming.tryReceive(from);
  }

  /// Receives the next message of all, waiting for one: it says which process has sent it.
  public DirectMessage receive() throws InterruptedException {
    return Objects.requireNonNull(incoming.receive(Deadline.NEVER));
  }

  /// Receives the next message of all, waiting for one at most `within`; null if none came.
  public @Nullable DirectMessage receive(Duration within) throws InterruptedException {
    return incoming.receive(Deadline.after(within));
  }

  /// Receives the next message of all if there is one now, else null.
  public @Nullable DirectMessage tryReceive() {
    return incoming.tryReceive();
  }

  private @Nullable DirectMessage await(String from, long deadline) throws InterruptedException {
    ProcessConnection sender = null;
    try {
      while (true) {
        boolean last = Deadline.remaining(deadline) < SLICE.toNanos();
        DirectMessage next = incoming.receive(from, last ? deadline : Deadline.after(SLICE));
        if (next != null || last) {
          return next;
        }
        try {
          sender =
              sender == null ? ProcessConnection.at(ProcessAddress.of(from), deadline) : sender;
          sender.requireThere();
        } catch (UnknownProcessException | ProcessRenamedException | ProcessGoneException ended) {
          return lastOf(from, ended);
        } catch (LinkTakenException | SystemFailureException cannotTell) {
          // it may be stopped, or have too many connections: then we go on waiting
        }
      }
    } finally {
      if (sender != null) {
        sender.close();
      }
    }
  }

  /// What a process has sent before it was no more, or why nothing more can come.
  private DirectMessage lastOf(String from, DureException ended) {
    DirectMessage sentBefore = tryReceive(from);
    if (sentBefore != null) {
      return sentBefore;
    }
    throw ended;
  }

  // Names and links.

  /// Takes another name. A process that uses the old name is told; what was sent to it is still
  /// received.
  ///
  /// @throws NameTakenException if another process has it; then this one keeps its own
  public synchronized void rename(String newName) {
    ProcessAddress next = ProcessAddress.of(newName).requireShort();
    incoming.requireOpen();
    LinkServer.Running old = server;
    server = LinkServer.start(next, incoming, this::partners);
    incoming.rename(next);
    me = next;
    outgoing.forEach(this::forget);
    old.giveUp();
  }

  /// The names of all processes that have one now.
  public static List<String> all() {
    return OwnerSocketName.names(FileNames.current().processes());
  }

  /// The links of all processes that have talked to each other and both still are, in their order.
  /// A process that does not answer within about a second, as one that is stopped, shows in the
  /// links of its partners only.
  public static List<Link> links() {
    List<String> names = all();
    Set<String> there = Set.copyOf(names);
    return LinkQuery.ask(names).stream()
        .filter(link -> there.contains(link.one()) && there.contains(link.other()))
        .distinct()
        .sorted()
        .toList();
  }

  private List<String> partners() {
    Stream<String> sentTo =
        outgoing.entrySet().stream()
            .filter(entry -> entry.getValue().isLive())
            .map(Map.Entry::getKey);
    return Stream.concat(sentTo, incoming.partners().stream()).distinct().toList();
  }

  /// Leaves: the name is free, and its partners are told that it is gone. Its links go with all
  /// that is in them.
  @Override
  public synchronized void close() {
    closed = true;
    incoming.close();
    outgoing.forEach(this::forget);
    server.close();
  }
}
