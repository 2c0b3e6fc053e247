// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.ConnectionLostException;
import dure.DamagedMailboxException;
import dure.Deadline;
import dure.DureException;
import dure.MailboxClosedException;
import dure.NoSuchMailboxException;
import dure.OwnerGoneException;
import dure.Transport.Opening;
import dure.Waiting;
import dure.socket.EndpointAddress;
import dure.socket.SocketFile;
import dure.transport.socket.Answer.Kind;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A connection to a host, and all calls that are under way over it: any number of threads ask, one
/// thread hears the answers and passes each to whose it is.
final class ClientConnection implements Runnable {
  private static final Duration LEAVING = Duration.ofSeconds(3);
  private static final Duration ASKING = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = 10_000_000L;

  private final Address address;
  private final Connecting connected;
  private final Hello.Welcome host;
  private final @Nullable SocketFile file;
  private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Thread reader;

  /// Why it has ended; null while it has not.
  private volatile @Nullable Supplier<RuntimeException> ended;

  private volatile boolean closed;

  ClientConnection(Address address, Connecting connected, Hello.Welcome host) {
    this.address = address;
    this.connected = connected;
    this.host = host;
    EndpointAddress endpoint = HostedName.endpoint(address);
    this.file = endpoint instanceof EndpointAddress.Unix unix ? SocketFile.at(unix) : null;
    this.reader =
        Thread.ofPlatform().daemon().name("dure-conversation-" + address.name()).unstarted(this);
  }

  ClientConnection start() {
    reader.start();
    return this;
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

  private Call begin(Op op, WireWriter body, long deadline) throws InterruptedException {
    requireOpen();
    int id = nextId();
    Call call = new Call(id, this);
    calls.put(id, call);
    Supplier<RuntimeException> why = ended;
    if (why != null) {
      call.close();
      throw why.get();
    }
    boolean asked = false;
    try {
      say(id, op, body, Deadline.within(Deadline.later(deadline, Call.GRACE)));
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

  /// A host that takes in nothing for so long is as good as one that does not answer.
  private void say(int id, Op op, WireWriter body, @Nullable Duration longest)
      throws InterruptedException {
    byte[] words = body.array();
    byte[] frame = new WireWriter(words.length + 8).i32(id).place(op).rest(words).array();
    boolean said;
    try {
      said = connected.frames().send(frame, longest);
    } catch (ConnectionLostException lost) {
      Uninterruptibly.join(reader, Call.GRACE); // who finds out why
      Supplier<RuntimeException> why = ended;
      throw why == null ? lost : why.get();
    }
    if (!said) {
      throw silence();
    }
  }

  /// Says what is next of something under way.
  void follow(int id, WireWriter body) {
    requireOpen();
    boolean _ =
        Uninterruptibly.call(() -> {
          say(id, Op.FOLLOW, body, Call.GRACE);
          return true;
        });
  }

  void cancel(int id) {
    try {
      boolean _ =
          Uninterruptibly.call(() -> {
            say(id, Op.CANCEL, new WireWriter(), Call.GRACE);
            return true;
          });
    } catch (DureException endedMeanwhile) {
      // and whoever waits is told why
    }
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

  /// The host does not answer: the conversation ends.
  RuntimeException silence() {
    Supplier<RuntimeException> why =
        () ->
            new ConnectionLostException(
                address.toString(),
                "its host has not answered for "
                    + Call.GRACE.toSeconds()
                    + " s longer than it was to wait; whether it did what was asked is not known."
                    + " Open it again");
    end(why);
    connected.connection().close();
    return why.get();
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
      // which those who wait are told
    } finally {
      end(why); // after whatever was thrown: nobody else ends their waiting
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
    if (id == 0) {
      RemoteError told = RemoteError.read(frame);
      end(() -> told.at(address.toString()));
      return;
    }
    Call call = calls.get(id);
    if (call != null) {
      call.answer(new Answer(kind, frame, this::nonsense));
    }
  }

  private synchronized void end(Supplier<RuntimeException> why) {
    if (ended == null) {
      ended = why;
    }
    Supplier<RuntimeException> first = closed ? this::closed : ended;
    calls.values().forEach(call -> call.fail(first));
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
    return switch (hostNow()) {
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

  /// What has become of the host, as far as one can tell who asks again.
  private enum HostNow {
    THERE,
    GONE,
    UNKNOWN
  }

  /// In the middle of its end a host may still take a connection, only to break it.
  private HostNow hostNow() {
    long deadline = Deadline.after(ASKING);
    HostNow now = HostNow.UNKNOWN;
    while (now == HostNow.UNKNOWN && Deadline.remaining(deadline) > 0) {
      now = askHost();
      if (now == HostNow.UNKNOWN) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return now;
  }

  private HostNow askHost() {
    Opening looking = new Opening(Waiting.BLOCK, "", 0, false, false);
    try {
      Connecting again = Connecting.to(address, new Hello(Hello.Purpose.PING, looking));
      again.connection().close();
      return again.body().i64() == host.incarnation() ? HostNow.THERE : HostNow.GONE;
    } catch (NoSuchMailboxException | DamagedMailboxException | BufferUnderflowException other) {
      return HostNow.GONE;
    } catch (DureException notNow) {
      return HostNow.UNKNOWN;
    }
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
    try {
      boolean _ =
          Uninterruptibly.call(() -> {
            int id = nextId();
            say(id, Op.CLOSE, new WireWriter(), LEAVING);
            return true;
          });
      Uninterruptibly.join(reader, LEAVING);
    } catch (DureException endedMeanwhile) {
      // then it has left already
    }
  }
}
