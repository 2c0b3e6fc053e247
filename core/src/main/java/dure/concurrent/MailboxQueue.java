// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.Message;
import dure.Receivers;
import dure.TypedMailbox;
import dure.WhenFull;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import org.jspecify.annotations.Nullable;

/// A mailbox as a queue of Java's, whose producers and consumers may be in any process.
///
/// ```java
/// BlockingQueue<Trade> trades = new MailboxQueue<>(Mailbox.open("trades").typed(TRADE));
/// ```
///
/// It keeps the contracts of [java.util.concurrent.BlockingQueue] and [TransferQueue]; what they
/// leave open is this:
///
/// - Elements are copies: what is taken equals what was put, and is another object. They are
///   compared by `equals` of the decoded element.
/// - The order is the mailbox's. In capacity zero nothing is ever in the queue, as in a
///   [java.util.concurrent.SynchronousQueue].
/// - [#peek], [#iterator], [#contains] and all that builds on them look at copies without taking
///   anything ([Mailbox#browse]). An iterator shows the elements that were there when it was made;
///   its `remove` takes the very one away, if no receiver has done so before.
/// - [#remove(Object)] takes the element out wherever it lies. In order of arrival its room comes
///   back only when those before it have been received; a full queue may so refuse an element
///   though [#remainingCapacity] says that there is room.
/// - [#size] counts those that a receiver of some process has in hand, too; [#isEmpty] does not.
///   Where one at a time may receive, others find nothing to take in a queue that is not empty.
/// - Beside what the contracts name, each method may throw the mailbox's exceptions, as when it is
///   deleted. An element that cannot be encoded is a [dure.CodecException], and so is a message
///   that cannot be decoded; see [TypedMailbox] for what becomes of it.
/// - The wait of an interrupted `transfer` can end with the element received: then it returns, and
///   the thread's interrupt status is set.
///
/// Closing the queue's mailbox is its owner's business. `size`, `contains` and the like read every
/// cell of the mailbox; they are for looking, not for use at every message.
///
/// @param <E> the elements
public final class MailboxQueue<E> extends AbstractQueue<E> implements TransferQueue<E> {
  private final TypedMailbox<E> elements;
  private final Mailbox mailbox;

  /// A queue of the messages of an open mailbox.
  ///
  /// @throws IllegalArgumentException if it cannot be one: all receive everything, or senders do
  ///   not wait when it is full
  public MailboxQueue(TypedMailbox<E> elements) {
    this.elements = elements;
    this.mailbox = elements.mailbox();
    MailboxSettings settings = mailbox.settings();
    if (settings.receivers() == Receivers.ALL || settings.whenFull() != WhenFull.WAIT) {
      throw new IllegalArgumentException(
          "mailbox '"
              + mailbox.address()
              + "' is no queue: a queue gives each element to one taker, and keeps all until"
              + " then. Create it without receivers 'all', and to 'wait' when full");
    }
  }

  @Override
  public void put(E element) throws InterruptedException {
    elements.send(Objects.requireNonNull(element));
  }

  @Override
  public boolean offer(E element) {
    return elements.trySend(Objects.requireNonNull(element));
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return elements.send(Objects.requireNonNull(element), duration(timeout, unit));
  }

  @Override
  public void transfer(E element) throws InterruptedException {
    elements.transfer(Objects.requireNonNull(element));
  }

  @Override
  public boolean tryTransfer(E element) {
    return elements.tryTransfer(Objects.requireNonNull(element));
  }

  @Override
  public boolean tryTransfer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return elements.transfer(Objects.requireNonNull(element), duration(timeout, unit));
  }

  @Override
  public boolean hasWaitingConsumer() {
    return mailbox.occupancy().waitingReceivers() > 0;
  }

  @Override
  public int getWaitingConsumerCount() {
    return clamped(mailbox.occupancy().waitingReceivers());
  }

  @Override
  public E take() throws InterruptedException {
    return elements.receive();
  }

  @Override
  public @Nullable E poll() {
    return elements.tryReceive();
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return elements.receive(duration(timeout, unit));
  }

  @Override
  public int drainTo(Collection<? super E> into) {
    return drainTo(into, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super E> into, int most) {
    if (into == this) {
      throw new IllegalArgumentException("a queue cannot be drained into itself");
    }
    Objects.requireNonNull(into);
    int drained = 0;
    while (drained < most) {
      E element = poll();
      if (element == null) {
        break;
      }
      into.add(element);
      drained++;
    }
    return drained;
  }

  @Override
  public int remainingCapacity() {
    Capacity capacity = mailbox.settings().capacity();
    return capacity instanceof Capacity.Zero ? 0 : clamped(mailbox.occupancy().room());
  }

  @Override
  public int size() {
    return clamped(mailbox.occupancy().depth());
  }

  @Override
  public boolean isEmpty() {
    return mailbox.browse(1).isEmpty();
  }

  @Override
  public @Nullable E peek() {
    List<Message> first = mailbox.browse(1);
    return first.isEmpty() ? null : elements.decode(first.getFirst());
  }

  @Override
  public Iterator<E> iterator() {
    return new Snapshot();
  }

  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliteratorUnknownSize(
        iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
  }

  @Override
  public boolean remove(@Nullable Object element) {
    if (element == null) {
      return false;
    }
    for (Message message : mailbox.browse(Integer.MAX_VALUE)) {
      if (element.equals(elements.decode(message)) && mailbox.remove(message)) {
        return true;
      }
    }
    return false;
  }

  /// Takes all that is there, decoded or not.
  @Override
  public void clear() {
    while (mailbox.tryReceive() != null) {
      // and the next
    }
  }

  private static Duration duration(long timeout, TimeUnit unit) {
    return Duration.ofNanos(Math.max(0, unit.toNanos(timeout)));
  }

  private static int clamped(long number) {
    return (int) Math.min(number, Integer.MAX_VALUE);
  }

  /// The elements as they were at one moment.
  private final class Snapshot implements Iterator<E> {
    private final Iterator<Message> messages = mailbox.browse(Integer.MAX_VALUE).iterator();
    private @Nullable Message last;

    @Override
    public boolean hasNext() {
      return messages.hasNext();
    }

    @Override
    public E next() {
      if (!messages.hasNext()) {
        throw new NoSuchElementException();
      }
      Message message = messages.next();
      last = message;
      return elements.decode(message);
    }

    @Override
    public void remove() {
      if (last == null) {
        throw new IllegalStateException("next() comes before remove()");
      }
      mailbox.remove(last);
      last = null;
    }
  }
}
