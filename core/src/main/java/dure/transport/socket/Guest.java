// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Channel;
import dure.ConnectionLostException;
import dure.Deadline;
import dure.DureException;
import dure.LinkTakenException;
import dure.MailboxClosedException;
import dure.SystemLimitException;
import dure.socket.Endpoint;
import dure.socket.SocketFrames;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One connection, as the host has it. Its thread reads requests; each is done on a virtual thread
/// of its own, so that any number of them can wait. The end of the connection closes the handle,
/// and so repairs what the guest left unfinished.
///
/// The guest may be hostile: it has little time to identify itself, none of its frames may be
/// longer than a message, no more than [#MOST_TASKS] requests of [#MOST_HELD] bytes are under way,
/// and a guest that does not read its answers is cut off.
final class Guest implements Runnable {
  /// The most requests under way through one connection.
  static final int MOST_TASKS = 1000;

  /// The most bytes of messages that wait for room; a single one may have more.
  static final long MOST_HELD = 64 << 20;

  /// How long a guest may take to read an answer, or to finish a request it began.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// After this time without a sign of life from its machine a TCP connection is lost.
  static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  /// While more bytes than this wait to be read by a guest, nothing more is made ready for it.
  private static final long MOST_UNREAD = 8 << 20;

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final Host host;
  private final Endpoint connection;
  private final SocketFrames incoming;

  /// The other direction, where the guest sets no limit.
  private final SocketFrames outgoing;

  private final Thread reader;
  private final Map<Integer, Request> tasks = new ConcurrentHashMap<>();
  private final AtomicLong unread = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final ReentrantLock answering = new ReentrantLock();
  private final CountDownLatch gone = new CountDownLatch(1);
  private final Borrower borrower;

  /// Whether what is read is only for the sake of what was accepted when it was written.
  private volatile boolean cut;

  private @Nullable RequestHandler work;
  private volatile @Nullable Channel handle;

  Guest(Host host, Endpoint connection) {
    this.host = host;
    this.connection = connection;
    this.incoming = new SocketFrames(connection, Hello.LONGEST, Hello.PATIENCE);
    this.outgoing = new SocketFrames(connection, SocketFrames.LONGEST, PATIENCE);
    this.borrower = new Borrower(host, this, incoming);
    this.reader =
        Thread.ofPlatform().daemon().name("dure-guest-" + host.local().name()).unstarted(this);
  }

  void start() {
    reader.start();
  }

  @Override
  public void run() {
    try {
      connection.watchPeer(SIGN_OF_LIFE);
      byte[] hello = incoming.receive(Hello.PATIENCE);
      if (hello != null && host.comesIn(this) && isWelcome(hello)) {
        serve();
      }
    } catch (DureException | IllegalArgumentException | BufferUnderflowException badGuest) {
      // Its connection ends, and no other guest is concerned.
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private boolean isWelcome(byte[] frame) {
    try {
      Hello hello = Hello.read(frame);
      if (host.isFull() && hello.purpose() != Hello.Purpose.PING) {
        throw new LinkTakenException(
            host.address().toString(), "its host lets no more in; try again when one has left");
      }
      return greet(hello);
    } catch (DureException | IllegalArgumentException | BufferUnderflowException refused) {
      greet(host.told(refused));
      return false;
    }
  }

  /// Does what a guest has come for; true if it stays.
  private boolean greet(Hello hello) {
    boolean looksOnly =
        hello.opening().readOnly()
            || hello.purpose() == Hello.Purpose.STATUS
            || hello.purpose() == Hello.Purpose.PING;
    if (host.address().scheme().equals(HostedName.UNIX)) {
      host.admission().require(connection, !looksOnly);
    }
    switch (hello.purpose()) {
      case OPEN -> {
        Channel opened = host.open(hello.opening());
        handle = opened;
        work = new RequestHandler(host, this, opened);
        incoming.limitTo(frameLimit(), PATIENCE);
        welcome(host.welcome().write(welcomed()));
      }
      case STATUS -> welcome(WireCodecs.status(welcomed(), host.status()));
      case PING -> welcome(welcomed().i64(host.welcome().incarnation()));
      case DELETE -> {
        host.delete();
        welcome(welcomed());
      }
    }
    return hello.purpose() == Hello.Purpose.OPEN;
  }

  private int frameLimit() {
    long limit = host.settings().messageSize() + WireCodecs.MOST_BEFORE_A_MESSAGE;
    return (int) Math.min(limit, SocketFrames.LONGEST);
  }

  private static WireWriter welcomed() {
    return new WireWriter().i32(Hello.MAGIC).u8(Hello.VERSION).flag(true);
  }

  private void greet(RemoteError refusal) {
    welcome(refusal.write(new WireWriter().i32(Hello.MAGIC).u8(Hello.VERSION).flag(false)));
  }

  private void welcome(WireWriter frame) {
    boolean _ = Uninterruptibly.call(() -> outgoing.send(frame.array(), PATIENCE));
  }

  private void serve() throws InterruptedException {
    for (byte[] frame; (frame = incoming.receive()) != null; ) {
      WireReader request = new WireReader(frame);
      int id = request.i32();
      Op op = request.oneOf(Op.ALL);
      if (op == Op.STREAM) {
        borrower.stream(id, frame, Objects.requireNonNull(handle));
      } else if (cut) {
        continue; // no thread of the guest hears an answer
      } else if (op == Op.CLOSE) {
        leave();
        answer(id, Answer.Kind.DONE, new WireWriter());
        return;
      } else {
        serve(id, op, request);
      }
      if (!cut && !incoming.hasNext()) {
        borrower.renew(Objects.requireNonNull(handle));
      }
    }
  }

  private void serve(int id, Op op, WireReader request) {
    Request present = tasks.get(id);
    switch (op) {
      case RETURN -> borrower.endLoan();
      case CANCEL -> {
        if (present != null) {
          present.cancel();
        }
      }
      case FOLLOW -> {
        if (present != null) {
          present.requireAwaited(request.size());
          present.follow(request);
        }
      }
      default -> {
        if (present != null) {
          throw new IllegalArgumentException("request " + id + " is under way already");
        }
        if (op != Op.SETTLE && incoming.hasBehind(next -> cancels(next, id))) {
          answer(id, Answer.Kind.CANCELLED, new WireWriter());
        } else {
          begin(new Request(id, op, request));
        }
      }
    }
  }

  /// Whether a frame cancels a request: if that came while this process was stopped, no thread of
  /// the guest waits for the request any more.
  @SuppressWarnings("EnumOrdinal") // the wire has each kind as its place in the list
  private static boolean cancels(ByteBuffer frame, int id) {
    if (frame.remaining() <= Integer.BYTES || frame.getInt(0) != id) {
      return false;
    }
    int place = Byte.toUnsignedInt(frame.get(Integer.BYTES));
    return place < Op.ALL.length && Op.ALL[place] == Op.CANCEL;
  }

  private void begin(Request task) {
    RequestHandler mine = work;
    if (task.op.takesRoom()) {
      host.lending().enter();
    }
    if (isTooMuch(task)) {
      accepted(task);
      fail(task.id, host.told(tooMuch()));
    } else if (mine != null && !isDoneAtOnce(mine, task)) {
      held.addAndGet(task.bytes());
      tasks.put(task.id, task);
      mine.begin(task);
      boolean started = false;
      try {
        task.start(() -> mine.perform(task));
        started = true;
      } finally {
        if (!started) {
          done(task);
        }
      }
    }
  }

  /// Does it and answers on this thread, unless it has to wait, or the answer had to. A thread that
  /// sends the guest away meanwhile lets the answer go first.
  private boolean isDoneAtOnce(RequestHandler mine, Request task) {
    boolean mayWait = task.op.takesRoom() && host.lending().isLent();
    if (mayWait || !answering.tryLock()) {
      return false;
    }
    try {
      Said said = mine.doAtOnce(task);
      if (said == null) {
        return false;
      }
      accepted(task);
      byte[] answer = frame(task.id, said.kind(), said.body());
      boolean wished = task.op == Op.SEND && task.glance().i64() == Op.FOREVER_AND_LEND;
      if (wished && said.kind() == Answer.Kind.DONE) {
        borrower.answer(answer, Objects.requireNonNull(handle));
      } else {
        answer(List.of(answer));
      }
      return true;
    } finally {
      answering.unlock();
    }
  }

  /// What is said to a request that was done at once.
  record Said(Answer.Kind kind, WireWriter body) {}

  /// To settle is to make room, so there is always some for that.
  private boolean isTooMuch(Request next) {
    int most = next.op == Op.SETTLE ? 2 * MOST_TASKS : MOST_TASKS;
    long holding = held.get();
    boolean tooLong = holding > 0 && next.bytes() > 0 && holding + next.bytes() > MOST_HELD;
    return tooLong || tasks.size() >= most;
  }

  private SystemLimitException tooMuch() {
    return new SystemLimitException(
        host.address().toString(),
        "more than "
            + MOST_TASKS
            + " calls, or "
            + (MOST_HELD >> 20)
            + " MiB of messages, would wait through this handle; open another one, or wait until"
            + " some are done");
  }

  void done(Request task) {
    tasks.remove(task.id, task);
    accepted(task);
  }

  /// Its message waits no more.
  void accepted(Request task) {
    held.addAndGet(-task.letGo());
    if (task.letRoomGo()) {
      host.lending().leave();
    }
  }

  void fail(int id, RemoteError told) {
    answer(id, Answer.Kind.FAILED, told.write(new WireWriter()));
  }

  /// Answers. A guest that does not read its answers in time is cut off.
  void answer(int id, Answer.Kind kind, WireWriter body) {
    answer(List.of(frame(id, kind, body)));
  }

  static byte[] frame(int id, Answer.Kind kind, WireWriter body) {
    byte[] words = body.array();
    return new WireWriter(words.length + 8).i32(id).place(kind).rest(words).array();
  }

  /// The same, of several frames, which go together.
  void answer(List<byte[]> frames) {
    int bytes = frames.stream().mapToInt(frame -> frame.length).sum();
    unread.addAndGet(bytes);
    // To wait for one's turn is no fault of the guest's, who may be reading another answer.
    answering.lock();
    try {
      send(frames, PATIENCE);
    } finally {
      answering.unlock();
      unread.addAndGet(-bytes);
    }
  }

  private void send(List<byte[]> frames, Duration longest) {
    try {
      if (!Uninterruptibly.call(() -> outgoing.sendAll(frames, longest))) {
        cutOff();
      }
    } catch (DureException lost) {
      cutOff();
    }
  }

  /// Ends the connection as it is. What a guest of this machine has written into lent room is
  /// accepted, so that is still read.
  void cutOff() {
    cut = true;
    if (host.address().scheme().equals(HostedName.UNIX) && !connection.isClosed()) {
      endBoth();
    } else {
      connection.close();
    }
  }

  private void endBoth() {
    try {
      connection.endBoth();
    } catch (ConnectionLostException closedMeanwhile) {
      // which is an end, too
    }
  }

  /// Waits until the guest has read so much that more can be made ready for it, or is cut off.
  void awaitRoom() throws InterruptedException {
    while (unread.get() > MOST_UNREAD && !cut) {
      Thread.sleep(PAUSE);
    }
    if (cut) {
      throw new MailboxClosedException(host.address().toString(), "its guest has gone");
    }
  }

  /// Closes the handle, and waits until each waiter has been told.
  private void leave() {
    Channel opened = handle;
    if (opened != null) {
      opened.close();
    }
    endTasks(Deadline.after(LAST_ANSWERS));
  }

  /// Waits until all tasks have ended. Requests in which the guest is to speak get nothing from it.
  private void endTasks(long deadline) {
    tasks.values().forEach(task -> task.follow(null));
    tasks.values().forEach(task -> task.awaitEnd(Deadline.left(deadline)));
  }

  /// Tells the guest why the mailbox has ended, and ends the connection.
  void sendAway(long deadline) {
    Channel opened = handle;
    if (opened != null) {
      try {
        opened.requireLive();
      } catch (DureException ended) {
        endTasks(deadline);
        tell(host.told(ended), deadline);
      }
    }
    cutOff();
  }

  /// Its process; 0 where the kernel does not tell.
  int pid() {
    try {
      boolean unix = host.address().scheme().equals(HostedName.UNIX);
      return unix && !connection.isClosed() ? connection.peer().pid() : 0;
    } catch (DureException closedMeanwhile) {
      return 0;
    }
  }

  /// This guest as one to which room is lent.
  Borrower borrower() {
    return borrower;
  }

  /// Says it, unless a thread is in the middle of an answer that the guest does not read.
  void tell(RemoteError told, long deadline) {
    byte[] frame = told.write(new WireWriter().i32(0).place(Answer.Kind.FAILED)).array();
    if (Uninterruptibly.call(
        () -> answering.tryLock(Deadline.remaining(deadline), TimeUnit.NANOSECONDS))) {
      try {
        outgoing.limitTo(SocketFrames.LONGEST, Deadline.left(deadline));
        send(List.of(frame), Deadline.left(deadline));
      } finally {
        answering.unlock();
      }
    }
  }

  void awaitEnd(long deadline) {
    boolean _ =
        Uninterruptibly.call(() -> gone.await(Deadline.remaining(deadline), TimeUnit.NANOSECONDS));
  }

  private void end() {
    cut = true;
    connection.close();
    try {
      borrower.endLoan();
      leave();
      RequestHandler mine = work;
      if (mine != null) {
        mine.end();
      }
    } finally {
      host.gone(this);
      gone.countDown();
    }
  }
}
