// SPDX-License-Identifier: Apache-2.0
package dure.posix;

import dure.Deadline;
import dure.LinkTakenException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.SystemFailureException;
import dure.carrier.SharedDescriptor;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.MessageQueues;
import dure.mqueue.QueueName;
import dure.mqueue.QueueNotes;
import dure.parking.Readiness;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The kernel's word that a message came to an empty POSIX message queue: `mq_notify(3)`, without a
/// signal and without a handler.
///
/// ```java
/// try (Mailbox box = Mailbox.open("posix:/orders");
///     Notification arrival = Notification.at("posix:/orders")) {
///   while (true) {
///     arrival.await();
///     arrival.register(); // before the queue is emptied, so that no message is missed
///     for (Message m = box.tryReceive(); m != null; m = box.tryReceive()) {
///       …
///     }
///   }
/// }
/// ```
///
/// *Once:* a registration is told of one arrival, and is then over; it stays told until
/// [#register]. *One at a time:* a queue has one registration, of one process, and it ends with
/// that process however it ends. *Receivers first:* a message that goes straight to a receiver
/// inside the kernel's own receive call, as a C program's `mq_receive`, is no arrival. Mailboxes of
/// ours wait outside that call, so a waiting one does not keep the notification away, and both are
/// woken.
///
/// The kernel takes a registration back whenever its process closes *any* descriptor of the queue,
/// be it a mailbox or a look at its status. This object then registers again by itself at the next
/// wait or look, and if it finds messages says so: hence it may tell of a message that was there
/// before.
///
/// Safe for all threads, virtual ones included, which hold no carrier while they wait. Any user
/// that may read the queue may register.
public final class Notification implements AutoCloseable {
  /// No wait in the kernel is longer, so that closing, deletion and interruption are noticed.
  private static final long SLICE_NANOS = 50_000_000L;

  private final QueueName name;
  private final SharedDescriptor queue;
  private final SharedDescriptor socket;

  // Guarded by this.
  private boolean told;
  private boolean registered;

  private Notification(QueueName name, int queue, int socket) {
    this.name = name;
    this.queue = new SharedDescriptor(name.toString(), queue);
    this.socket = new SharedDescriptor(name.toString(), socket);
  }

  /// Opens a queue and registers this process for its next arrival.
  ///
  /// @param address `posix:/name`
  /// @throws dure.NoSuchMailboxException if there is no such queue
  /// @throws dure.NotPermittedException if this user may not read it
  /// @throws LinkTakenException if a process is registered already
  public static Notification at(String address) {
    QueueName name = QueueName.of(address);
    int queue = name.openToLook();
    int socket = MessageQueues.socket();
    if (socket < 0) {
      Files.close(queue);
      throw new SystemFailureException(
          name.toString(),
          "cannot make the netlink socket by which the kernel notifies: " + Errno.describe(socket));
    }
    Notification notification = new Notification(name, queue, socket);
    boolean registered = false;
    try {
      notification.register();
      registered = true;
      return notification;
    } finally {
      if (!registered) {
        notification.close();
      }
    }
  }

  /// Registers anew, for the next arrival. Does nothing if the present registration has not been
  /// told.
  ///
  /// @throws LinkTakenException if another process has registered meanwhile
  /// @throws MailboxDeletedException if the queue has been deleted
  /// @throws MailboxClosedException if this has been closed
  public synchronized void register() {
    use((fd, news) -> {
      if (told || !registered) {
        enrol(fd, news);
        told = false;
        registered = true;
      }
      return true;
    });
  }

  /// Waits for the arrival as long as needed; at once if it has been told.
  ///
  /// @throws InterruptedException if this thread is interrupted
  /// @throws MailboxDeletedException if the queue is deleted
  /// @throws MailboxClosedException if this is closed
  public void await() throws InterruptedException {
    await(Deadline.NEVER);
  }

  /// Waits for the arrival at most `within`; whether it was told.
  ///
  /// @throws InterruptedException if this thread is interrupted
  public boolean await(Duration within) throws InterruptedException {
    return await(Deadline.after(within));
  }

  private boolean await(long deadline) throws InterruptedException {
    while (!tryAwait()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = Deadline.remaining(deadline);
      if (left <= 0) {
        return false;
      }
      use((fd, news) -> {
        Readiness.awaitInput(news, Math.min(left, SLICE_NANOS));
        return true;
      });
    }
    return true;
  }

  /// Whether the arrival has been told; never waits.
  ///
  /// @throws LinkTakenException if the kernel took the registration back and another process got it
  public synchronized boolean tryAwait() {
    if (!told) {
      told = use(this::look);
    }
    return told;
  }

  /// The arrival of the present registration as a future; a virtual thread waits for it. It fails
  /// as [#await] would. Its dependants run on that thread.
  public CompletableFuture<Void> arrival() {
    CompletableFuture<Void> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("dure-notification")
        .start(() -> {
          try {
            while (!future.isDone() && !await(Duration.ofNanos(SLICE_NANOS))) {
              // unless it is cancelled
            }
            future.complete(null);
          } catch (Throwable failure) {
            future.completeExceptionally(failure);
          }
        });
    return future;
  }

  private boolean look(int fd, int news) {
    // One that another process got in between is tried for again.
    int what = registered ? MessageQueues.news(news) : MessageQueues.NOTIFY_REMOVED;
    if (what == MessageQueues.NOTIFY_WOKENUP) {
      return true;
    }
    if (what == MessageQueues.NOTIFY_REMOVED) {
      registered = false;
      enrol(fd, news);
      registered = true;
      return MessageQueues.attributes(fd).messages() > 0;
    }
    return false;
  }

  private void enrol(int fd, int news) {
    int result = MessageQueues.register(fd, news);
    if (Errno.EBUSY.is(result)) {
      throw new LinkTakenException(
          name.toString(),
          QueueNotes.holder(fd)
              + " is registered for its notification (EBUSY), and a queue notifies one process at a"
              + " time; it is free again when that one has been told, or ends");
    }
    if (result < 0) {
      throw new SystemFailureException(
          name.toString(), "cannot register for its notification: " + Errno.describe(result));
    }
  }

  /// What is done with the descriptors of the queue and of the socket.
  private interface Use {
    boolean with(int fd, int news);
  }

  private boolean use(Use use) {
    int fd = queue.enter();
    try {
      int news = socket.enter();
      try {
        if (Files.links(fd) == 0) {
          throw new MailboxDeletedException(
              name.toString(), "its queue has been deleted; nothing will arrive there");
        }
        return use.with(fd, news);
      } finally {
        socket.leave();
      }
    } finally {
      queue.leave();
    }
  }

  /// Gives the registration back. A waiting thread gets a [MailboxClosedException] soon. Again does
  /// nothing.
  @Override
  public void close() {
    try {
      int fd = queue.enter();
      try {
        if (isRegistered()) { // another object of this process may be
          MessageQueues.unregister(fd); // now, and not when the last waiter here has left
        }
      } finally {
        queue.leave();
      }
    } catch (MailboxClosedException already) {
      return;
    }
    queue.close();
    socket.close();
  }

  private synchronized boolean isRegistered() {
    return registered && !told;
  }

  @Override
  public String toString() {
    return "notification of '" + name + "'";
  }
}
