// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A named place that holds messages, open to any process that may use it.
///
/// ```java
/// try (Mailbox hello = Mailbox.openOrCreate("hello")) {
///   hello.send("두레");
///   System.out.println(hello.receive().text());
/// }
/// ```
///
/// Every call comes in three forms:
///
/// | | waits as long as needed | waits up to a `Duration` | never waits |
/// | --- | --- | --- | --- |
/// | send | `send(m)` | `send(m, d)`: accepted? | `trySend(m)`: accepted? |
/// | claim room, write, publish | `claim(n)` | `claim(n, d)` or null | `tryClaim(n)` or null |
/// | receive a copy | `receive()` | `receive(d)` or null | `tryReceive()` or null |
/// | receive in place | `receiveInPlace(h)` | `receiveInPlace(h, d)`: received? | `tryReceiveInPlace(h)`: received? |
/// | receive several in place | `receiveEach(h, n)`: how many? | `receiveEach(h, n, d)` | `tryReceiveEach(h, n)` |
///
/// A send is done when its message is *accepted*: it is in the mailbox and survives its sender.
/// Messages of one sending thread arrive in order. Full, empty and timed out are results;
/// everything else that can go wrong is a [DureException].
///
/// Every call may throw [MailboxDeletedException], [OwnerGoneException], [MailboxClosedException]
/// and [DamagedMailboxException], also while it waits. Waiting honours interruption, wakes when the
/// mailbox is deleted or its owner ends, and does not hold the carrier of a virtual thread. A
/// handle may be used by any number of threads; on a [Receivers#PAIR] they take turns at each end.
/// To wait at several mailboxes with one call, make them a [MailboxSet].
///
/// A handle that only reads ([MailboxBuilder#readOnly]) receives; a call that would have to write,
/// as sending and acknowledging, is an [UnsupportedOperationException].
public sealed interface Mailbox extends AutoCloseable permits OpenMailbox {

  /// Opens a mailbox that exists.
  ///
  /// @throws NoSuchMailboxException if it does not
  /// @throws NotPermittedException if this user may not use it
  static Mailbox open(String address) {
    return named(address).open();
  }

  /// Creates a mailbox with the default choices and opens it.
  ///
  /// @throws MailboxExistsException if the name is taken
  static Mailbox create(String address) {
    return named(address).create();
  }

  /// Opens a mailbox, creating it with the default choices if there is none.
  static Mailbox openOrCreate(String address) {
    return named(address).openOrCreate();
  }

  /// Starts describing a mailbox to open or create.
  static MailboxBuilder named(String address) {
    return new MailboxBuilder(Address.of(address));
  }

  /// Deletes a mailbox: each waiter is woken with a [MailboxDeletedException], and each later call
  /// gets one too.
  ///
  /// @throws NoSuchMailboxException if there is none
  static void delete(String address) {
    Address of = Address.of(address);
    Transport.of(of).delete(of);
    Observers.deleted(of);
  }

  /// What a mailbox looks like now, seen from outside: nothing is changed and no process is
  /// disturbed.
  ///
  /// @throws NoSuchMailboxException if there is none
  static MailboxStatus status(String address) {
    Address of = Address.of(address);
    return Transport.of(of).status(of);
  }

  /// All mailboxes on this machine that this process can see, by name. Those in files of their
  /// callers' are not among them: they can be anywhere. An owner that does not answer within about
  /// a second, as one that is stopped, is listed as unreachable.
  static List<MailboxStatus> list() {
    return StatusLooks.ofAll(Transport.all());
  }

  /// Where it is.
  Address address();

  /// What its creator chose.
  MailboxSettings settings();

  /// Who manages the memory it lives in.
  default Buffering buffering() {
    return Buffering.of(address(), settings());
  }

  /// What it looks like now.
  MailboxStatus status();

  /// Whether a message stays in it until its receiver is done with it. If not, because the kernel
  /// carries it and hands it out once, there are copies to send and to receive, and nothing in
  /// place, to acknowledge, or to wait for: such calls are an [UnsupportedOperationException].
  default boolean supportsInPlace() {
    return can(Feature.IN_PLACE);
  }

  /// Whether it has these calls. The others are an [UnsupportedOperationException], which says why.
  boolean can(Feature feature);

  /// What its transport provides, and this mailbox makes all its forms of.
  Channel channel();

  /// A mailbox over what a transport provides.
  static Mailbox over(Channel channel) {
    OpenMailbox handle = new OpenMailbox(channel);
    Observers.opened(handle.entry());
    return handle;
  }

  /// This mailbox, as one of values that a codec makes messages of.
  ///
  /// @throws MessageTooLargeException if every value takes more than the mailbox's message size
  default <T> TypedMailbox<T> typed(Codec<T> codec) {
    return new TypedMailbox<>(this, codec);
  }

  /// Sends bytes, waiting for room.
  ///
  /// @throws MessageTooLargeException if they are more than the mailbox's message size
  void send(byte[] message) throws InterruptedException;

  /// Sends bytes, waiting for room at most `within`; whether they were accepted.
  boolean send(byte[] message, Duration within) throws InterruptedException;

  /// Sends bytes if there is room now; whether they were accepted.
  boolean trySend(byte[] message);

  /// Sends the bytes of a segment, waiting for room.
  void send(MemorySegment message) throws InterruptedException;

  /// Sends the bytes of a segment, waiting for room at most `within`; whether they were accepted.
  boolean send(MemorySegment message, Duration within) throws InterruptedException;

  /// Sends the bytes of a segment if there is room now; whether they were accepted.
  boolean trySend(MemorySegment message);

  /// Sends text as UTF-8, waiting for room.
  default void send(String message) throws InterruptedException {
    send(message.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends text as UTF-8, waiting for room at most `within`; whether it was accepted.
  default boolean send(String message, Duration within) throws InterruptedException {
    return send(message.getBytes(StandardCharsets.UTF_8), within);
  }

  /// Sends text as UTF-8 if there is room now; whether it was accepted.
  default boolean trySend(String message) {
    return trySend(message.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends bytes in a way of one's own: with a priority or a number, or until a receiver has taken
  /// or acknowledged them.
  ///
  /// When the time is over, or the thread is interrupted, before a receiver has taken a message
  /// that was to be received, it is taken back: either it was received or it was not, and the
  /// receipt says which. An interrupted send throws only if nothing was received; otherwise it
  /// returns, and the thread's interrupt status is set.
  ///
  /// @throws IllegalArgumentException if it gives a priority or a number in a mailbox that has no
  ///   such order
  Receipt send(byte[] message, Sending how) throws InterruptedException;

  /// Sends the bytes of a segment in a way of one's own.
  Receipt send(MemorySegment message, Sending how) throws InterruptedException;

  /// Sends text as UTF-8 in a way of one's own.
  default Receipt send(String message, Sending how) throws InterruptedException {
    return send(message.getBytes(StandardCharsets.UTF_8), how);
  }

  /// Sends bytes without waiting: they are sent as by [#send(byte[],Sending)], after all that this
  /// handle sent in this way before, while the caller goes on. The array must not change until the
  /// future is done. Each failure becomes the future's, and none is thrown here. Cancelling the
  /// future does not take the message back.
  CompletableFuture<Receipt> sendAsync(byte[] message, Sending how);

  /// Sends bytes, waiting for room: when this returns they are in the mailbox, in their place after
  /// all that was sent before, and the future tells what else becomes of them, as the receipt of
  /// [#send(byte[],Sending)]. If the future is done already, they may not have been sent. What goes
  /// wrong until then is thrown here, and later the future fails with it.
  CompletableFuture<Receipt> sendTracked(byte[] message, Sending how) throws InterruptedException;

  /// Hands bytes over: returns when a receiver has taken them.
  ///
  /// @throws MailboxFullException if senders do not wait in this mailbox, and there was no room, or
  ///   no receiver
  default void transfer(byte[] message) throws InterruptedException {
    if (!send(message, Sending.until(Until.RECEIVED)).reached(Until.RECEIVED)) {
      throw new MailboxFullException(
          address().toString(),
          "it is full, or without a receiver, and senders do not wait here: nothing was sent");
    }
  }

  /// Hands bytes over, waiting at most `within`; whether a receiver has taken them. If not, no
  /// receiver ever will.
  default boolean transfer(byte[] message, Duration within) throws InterruptedException {
    return send(message, Sending.until(Until.RECEIVED).within(within)).reached(Until.RECEIVED);
  }

  /// Hands bytes over if a receiver is waiting for a message now, and no message before them is for
  /// it; whether that was so. It takes them when it wakes up, however soon that is. Should it die
  /// first, or a message come that goes before them, they stay for the next.
  boolean tryTransfer(byte[] message);

  /// Claims room for a message of `size` bytes to be written in place, waiting for it.
  ///
  /// @throws MailboxFullException if senders do not wait for room in this mailbox, and there is
  ///   none
  /// @throws UnsupportedOperationException in a rendezvous, which has no room
  Claim claim(long size) throws InterruptedException;

  /// Claims room, waiting for it at most `within`; null if there was none.
  @Nullable Claim claim(long size, Duration within) throws InterruptedException;

  /// Claims room if there is some now, else null.
  @Nullable Claim tryClaim(long size);

  /// Receives a copy of the next message, waiting for one. At most once: the message is given back
  /// before this returns, so a process that dies afterwards takes it along.
  Message receive() throws InterruptedException;

  /// Receives a copy of the next message, waiting for one at most `within`; null if none came.
  @Nullable Message receive(Duration within) throws InterruptedException;

  /// Receives a copy of the next message if there is one now, else null.
  @Nullable Message tryReceive();

  /// Receives a copy of the next message of one's choice, waiting for one.
  ///
  /// @throws IllegalArgumentException if it is a choice and the mailbox is not of [Order#NUMBER]
  Message receive(Choice choice) throws InterruptedException;

  /// Receives a copy of the next message of one's choice, waiting at most `within`; null if none
  /// came.
  @Nullable Message receive(Choice choice, Duration within) throws InterruptedException;

  /// Receives a copy of the next message of one's choice if there is one now, else null.
  @Nullable Message tryReceive(Choice choice);

  /// Receives several messages at once: as many as are there, at most `most`, waiting until there
  /// are at least `least` or the time is over. At most once, as [#receive()]; if the wait ends with
  /// an exception, those received so far are lost with it, unless `least` is 1.
  ///
  /// @param within how long to wait in all; null for as long as needed
  List<Message> receive(int least, int most, @Nullable Duration within) throws InterruptedException;

  /// Receives the next message to be acknowledged, waiting for one.
  Delivery receiveDelivery() throws InterruptedException;

  /// Receives the next message to be acknowledged, waiting at most `within`; null if none came.
  @Nullable Delivery receiveDelivery(Duration within) throws InterruptedException;

  /// Receives the next message to be acknowledged if there is one now, else null.
  @Nullable Delivery tryReceiveDelivery();

  /// Receives the next message into a buffer of the caller's, waiting for one: its length in bytes.
  ///
  /// @throws MessageTooLargeException if it is longer than the buffer; it stays in the mailbox, or,
  ///   where the kernel has handed it out already, with this handle, whose next call receives it
  long receiveInto(MemorySegment buffer) throws InterruptedException;

  /// Receives the next message into a buffer of the caller's, waiting at most `within`: its length,
  /// or −1 if none came.
  long receiveInto(MemorySegment buffer, Duration within) throws InterruptedException;

  /// Receives the next message into a buffer of the caller's if there is one now: its length, or
  /// −1.
  long tryReceiveInto(MemorySegment buffer);

  /// Works on the next message where it lies, waiting for one. At least once: the message is given
  /// back as done when the handler returns; if the handler throws or its process dies first, it is
  /// delivered again, and then says so.
  <X extends Exception> void receiveInPlace(MessageHandler<X> handler)
      throws X, InterruptedException;

  /// Works on the next message where it lies, waiting for one at most `within`; whether there was
  /// one.
  <X extends Exception> boolean receiveInPlace(MessageHandler<X> handler, Duration within)
      throws X, InterruptedException;

  /// Works on the next message where it lies if there is one now; whether there was.
  <X extends Exception> boolean tryReceiveInPlace(MessageHandler<X> handler) throws X;

  /// Works on messages where they lie, one after the other: waits for the first, then goes on as
  /// long as there is a next one, up to `most`; how many there were. Each is given back as done
  /// before the next, as by [#receiveInPlace(MessageHandler)], at less cost for each. If the
  /// handler throws, that message is delivered again; the ones before it are done.
  ///
  /// @throws IllegalArgumentException if `most` is less than 1
  <X extends Exception> int receiveEach(MessageHandler<X> handler, int most)
      throws X, InterruptedException;

  /// Works on messages where they lie, waiting for the first at most `within`; how many there were.
  <X extends Exception> int receiveEach(MessageHandler<X> handler, int most, Duration within)
      throws X, InterruptedException;

  /// Works on the messages where they lie that are there now, up to `most`; how many there were.
  <X extends Exception> int tryReceiveEach(MessageHandler<X> handler, int most) throws X;

  /// What lies ahead of a send: looked at without disturbing any process.
  Occupancy occupancy();

  /// Copies of the untaken messages that were sent through this handle, in their order. They stay
  /// in the mailbox. Works also when the mailbox has been deleted or its owner is gone, as long as
  /// this handle is open: so a sender can tell what was never received.
  List<Message> untaken();

  /// Copies of the first untaken messages, in the order in which they would be received; they stay
  /// where they are. Others go on meanwhile: a message that lay there all the time is among them,
  /// one that came or went may be. On a pair, one that the receiver has in hand lies there still;
  /// in a rendezvous nothing lies; where all receive everything, these are the messages that this
  /// handle has yet to receive, if it listens.
  ///
  /// @param most how many to look at
  /// @throws UnsupportedOperationException if the transport cannot look without taking, or this
  ///   handle may only read
  List<Message> browse(int most);

  /// Receives a message that was seen before, whatever comes before it; true if no receiver had
  /// taken it yet. Its room comes back as that of one taken back does: at once where messages go by
  /// priority or number, else when those before it have been received. To remove is to receive: on
  /// a pair, or where one at a time receives, the caller has the receiving end from then on. On a
  /// pair nothing can be removed while another thread of this process works on a message in place.
  ///
  /// @param seen from [#browse]
  /// @throws UnsupportedOperationException if the transport cannot look without taking, or this
  ///   handle may only read, or all receive everything
  boolean remove(Message seen);

  /// Detaches this process. A thread inside a call on this handle gets a [MailboxClosedException],
  /// and a handler or claim still at work in place finds zeros there; claims not published and
  /// messages not given back are repaired as if the process had ended. Closing again does nothing.
  @Override
  void close();
}
