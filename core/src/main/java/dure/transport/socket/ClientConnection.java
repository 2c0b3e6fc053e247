// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.ConnectionLostException;
import dure.Deadline;
import dure.MailboxClosedException;
import dure.Observers;
import dure.OwnerGoneException;
import dure.Receipt;
import dure.SystemFailureException;
import dure.socket.EndpointAddress;
import dure.socket.SocketFile;
import dure.transport.socket.Answer.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A connection to a host, and all calls that are under way over it: any number of threads ask, one
/// thread hears the answers and passes each to whose it is.
final class ClientConnection implements Runnable {
  /// How long the host may take to answer what it does not wait for.
  static final Duration ANSWER = Duration.ofSeconds(2);

  /// How long it may take to say goodbye while answers are under way that may hold messages, and
  /// otherwise.
  private static final Duration LEAVING = Duration.ofSeconds(3);

  private static final Duration LEAVING_IDLE = Duration.ofMillis(200);

  /// How long the reader may take to find out why a connection has ended.
  private static final Duration FINDING_OUT = Duration.ofSeconds(5);

  /// How long a host that runs takes to take in a request, on a busy machine.
  private static final Duration SOON = Duration.ofMillis(100);

  private final Address address;
  private final Connecting connected;
  private final Hello.Welcome host;
  private final @Nullable SocketFile file;
  private final boolean local;
  private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Object heard = new Object();
  private final FrameWriter writer;
  private final LentRoom lent;
  private final LateAnswers late = new LateAnswers(this);
  private final Thread reader;

  /// Whether the host has let a call go unanswered and said nothing since.
  private volatile boolean silent;

  /// Why it has ended; null while it has not.
  private volatile @Nullable Supplier<RuntimeException> ended;

  private volatile boolean closed;

  ClientConnection(Address address, Connecting connected, Hello.Welcome host) {
    this.address = address;
    this.connected = connected;
    this.host = host;
    EndpointAddress endpoint = HostedName.endpoint(address);
    this.file = endpoint instanceof EndpointAddress.Unix unix ? SocketFile.at(unix) : null;
    this.local = endpoint instanceof EndpointAddress.Unix;
    ReentrantLock order = new ReentrantLock();
    this.writer = new FrameWriter(connected.connection(), order);
    this.lent = new LentRoom(order, writer);
    this.reader =
        Thread.ofPlatform().daemon().name("dure-conversation-" + address.name()).unstarted(this);
  }

  ClientConnection start() {
    reader.start();
    return this;
  }

  Address mailbox() {
    return address;
  }

  String address() {
    return address.toString();
  }

  /// Asks for something.
  ///
  /// @param body what there is to say beside, in its fields
  /// @param deadline until when the host is asked to wait; no interrupt ends what does not wait
  Call ask(Op op, WireWriter body, long deadline) throws InterruptedException {
    return deadline == Deadline.NOW ? askNow(op, body) : begin(op, body, deadline);
  }

  /// Asks for something that does not wait.
  Call askNow(Op op, WireWriter body) {
    return Uninterruptibly.call(() -> begin(op, body, Deadline.NOW));
  }

  /// Asks for something whose answer may take the host as long as [#ANSWER]. A host that has been
  /// stopped has as long to speak again.
  Call askSoon(Op op, WireWriter body) {
    long deadline = Deadline.after(ANSWER);
    return Uninterruptibly.call(() -> begin(op, body, deadline));
  }

  /// Asks for something that the host does in any case, be it stopped for now.
  Call tell(Op op, WireWriter body) {
    Call call = newCall(op);
    sayLater(call.id, op, body);
    return call;
  }

  private Call newCall(Op op) {
    requireOpen();
    Call call = new Call(nextId(), op, this);
    calls.put(call.id, call);
    Supplier<RuntimeException> why = ended;
    if (why != null) {
      call.close();
      throw why.get();
    }
    return call;
  }

  private Call begin(Op op, WireWriter body, long deadline) throws InterruptedException {
    Call call = newCall(op);
    boolean asked = false;
    try {
      if (!awaitsHost(deadline) || !say(call.id, op, body, deadline)) {
        boolean _ = call.answer(Answer.CANCELLED); // nothing of it has gone
      }
      asked = true;
      return call;
    } finally {
      if (!asked) {
        call.close();
      }
    }
  }

  /// A call under way, by its number.
  Call call(int id) {
    return Objects.requireNonNull(calls.get(id), "a call that is under way");
  }

  /// Positive: zero is the host's own, and below it there are no numbers.
  private int nextId() {
    return count.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
  }

  /// Whether the host is not silent, or ceases to be before the deadline: what it is asked
  /// meanwhile would only be cancelled.
  private boolean awaitsHost(long deadline) throws InterruptedException {
    synchronized (heard) {
      while (silent && ended == null && !closed) {
        long left = Deadline.remaining(deadline);
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(heard, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
    }
    return true;
  }

  private static Frame frame(int id, Op op, WireWriter body) {
    byte[] words = body.array();
    return Frame.of(new WireWriter(words.length + 8).i32(id).place(op).rest(words).array());
  }

  /// Sends a message into lent room, as [LentRoom#send].
  boolean stream(byte[] message) throws InterruptedException {
    requireLive();
    try {
      return lent.send(message);
    } catch (ConnectionLostException lost) {
      throw whyLost(lost);
    }
  }

  /// Sends a message into lent room, as [LentRoom#sendAhead].
  @Nullable CompletableFuture<Receipt> streamAhead(byte[] message) {
    requireLive();
    try {
      return lent.sendAhead(message);
    } catch (ConnectionLostException lost) {
      throw whyLost(lost);
    }
  }

  /// Whether a message is accepted when it is written: on one machine nothing that the kernel has
  /// taken is lost, unless the mailbox is.
  boolean streams() {
    return local;
  }

  /// Whether this side would make use of lent room.
  boolean wantsRoom() {
    return streams() || lent.isWished();
  }

  private RuntimeException whyLost(ConnectionLostException lost) {
    Uninterruptibly.join(reader, FINDING_OUT);
    Supplier<RuntimeException> why = ended;
    return why == null ? lost : why.get();
  }

  /// Says something; false if the host had taken in none of it in time.
  private boolean say(int id, Op op, WireWriter body, long deadline) throws InterruptedException {
    long until = deadline == Deadline.NOW ? Deadline.after(SOON) : Deadline.later(deadline, SOON);
    try {
      Frame frame = frame(id, op, body);
      return op.takesRoom() ? lent.write(frame, until) : writer.write(frame, until);
    } catch (ConnectionLostException lost) {
      throw whyLost(lost);
    }
  }

  /// Says what is next of something under way. A host that is stopped hears it when it goes on.
  void follow(int id, WireWriter body) {
    requireOpen();
    followLater(id, body);
  }

  /// The same, and does nothing if the conversation is over.
  void followLater(int id, WireWriter body) {
    sayLater(id, Op.FOLLOW, body);
  }

  void cancel(int id) {
    sayLater(id, Op.CANCEL, new WireWriter());
  }

  /// Asks for something whose answer no thread waits for.
  void sayLater(Op op, WireWriter body) {
    sayLater(nextId(), op, body);
  }

  private void sayLater(int id, Op op, WireWriter body) {
    try {
      writer.writeLater(frame(id, op, body));
    } catch (ConnectionLostException endedMeanwhile) {
      // and the waiting threads are told why
    }
  }

  /// A call has given up waiting for the host.
  void isSilent() {
    silent = true;
  }

  void forget(Call call) {
    calls.remove(call.id, call);
  }

  private void requireOpen() {
    if (closed) {
      throw closed();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /// Throws if the mailbox has ended, as far as is known here.
  void requireLive() {
    requireOpen();
    Supplier<RuntimeException> why = ended;
    if (why != null) {
      throw why.get();
    }
  }

  /// Whether both are connections to the same host.
  boolean isWith(ClientConnection other) {
    return host.incarnation() == other.host.incarnation();
  }

  MailboxClosedException closed() {
    return new MailboxClosedException(
        address.toString(), "this process has closed it; open it again");
  }

  /// The host does not answer. The conversation goes on when it does.
  RuntimeException silence() {
    return new SystemFailureException(
        address.toString(),
        "its host has not answered for "
            + ANSWER.toSeconds()
            + " s; it may be stopped, or overloaded: try again when it goes on");
  }

  /// What came too late for the calls that asked.
  LateAnswers late() {
    return late;
  }

  /// The host says what it cannot mean: the conversation ends.
  RuntimeException nonsense() {
    end(this::badHost);
    connected.connection().close();
    return badHost();
  }

  private RuntimeException badHost() {
    return new ConnectionLostException(
        address.toString(), "its host does not keep to the wire; check the address");
  }

  @Override
  public void run() {
    Supplier<RuntimeException> why = this::badHost;
    try {
      listen();
      why = whyEnded();
    } catch (InterruptedException | RuntimeException badHost) {
      // which each waiter is told
    } finally {
      end(why); // after whatever was thrown: no other thread ends their waiting
      connected.connection().close();
    }
  }

  private void listen() throws InterruptedException {
    try {
      for (byte[] frame; (frame = connected.frames().receive()) != null; ) {
        hear(new WireReader(frame));
      }
    } catch (ConnectionLostException lost) {
      // the end of it, as any other
    }
  }

  private void hear(WireReader frame) {
    int id = frame.i32();
    Kind kind = frame.oneOf(Answer.KINDS);
    if (silent) {
      synchronized (heard) {
        silent = false;
        heard.notifyAll();
      }
    }
    if (id == 0) {
      hear(kind, frame);
      return;
    }
    Call call = calls.get(id);
    Answer answer = new Answer(kind, frame, this::nonsense);
    if (call != null && !call.answer(answer)) {
      late.add(call, answer);
      if (kind != Kind.GOES_ON) {
        forget(call);
      }
    }
  }

  /// What the host says of its own accord.
  private void hear(Kind kind, WireReader frame) {
    switch (kind) {
      case DONE -> lent.told(frame.i32(), frame.i64(), frame.i64());
      case GOES_ON -> lent.recalled(frame.i32());
      case FAILED, CANCELLED -> {
        RemoteError told = RemoteError.read(frame);
        end(() -> told.at(address.toString()));
      }
    }
  }

  private void end(Supplier<RuntimeException> why) {
    if (isFirst(why)) {
      switch (why.get()) {
        case ConnectionLostException lost -> Observers.connectionLost(address, lost.problem());
        case OwnerGoneException gone -> Observers.connectionLost(address, gone.problem());
        default -> {} // the mailbox has ended, and its connection with it
      }
    }
  }

  /// Tells all that wait; whether it is this process's first word of an end that it has not willed.
  private synchronized boolean isFirst(Supplier<RuntimeException> why) {
    boolean isFirst = ended == null && !closed;
    if (ended == null) {
      ended = why;
    }
    synchronized (heard) {
      heard.notifyAll();
    }
    Supplier<RuntimeException> first = closed ? this::closed : ended;
    calls.values().forEach(call -> call.fail(first));
    lent.fail(first);
    return isFirst;
  }

  private RuntimeException vanished() {
    return new ConnectionLostException(
        address.toString(),
        "its host's machine gives no sign of life; whether the last message was accepted is not"
            + " known. Open it again when the network is back");
  }

  /// The connection has ended, and the host has not said why. If it listens still, the network or a
  /// time limit ended it; if not, it has ended itself.
  private Supplier<RuntimeException> whyEnded() {
    if (closed || ended != null) {
      return this::closed;
    }
    return switch (HostNow.ask(address, host.incarnation())) {
      case THERE -> this::cutOff;
      case UNKNOWN -> this::vanished;
      case GONE -> {
        if (file != null) {
          file.removeIfStale();
        }
        yield this::gone;
      }
    };
  }

  private RuntimeException cutOff() {
    return new ConnectionLostException(
        address.toString(),
        "its host ended this connection, perhaps because answers were not read in time; whether"
            + " the last message was accepted is not known. Open it again");
  }

  RuntimeException gone() {
    return new OwnerGoneException(
        address.toString(),
        "its owner '"
            + host.owner()
            + "' (pid "
            + host.pid()
            + ") has ended, and the mailbox with it");
  }

  /// Leaves: calls under way end with what came of them, or because it is closed.
  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (ended == null) {
      leave();
    }
    end(this::closed);
    connected.connection().close();
    if (Thread.currentThread() != reader) {
      Uninterruptibly.join(reader, LEAVING);
    }
  }

  /// The host answers when it has told all others.
  private void leave() {
    sayLater(Op.CLOSE, new WireWriter());
    boolean idle = silent || calls.values().stream().noneMatch(call -> call.op.bringsMessage());
    Uninterruptibly.join(reader, idle ? LEAVING_IDLE : LEAVING);
  }
}
