// SPDX-License-Identifier: Apache-2.0
package dure;

import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The observers of this process, and the ways in which transports tell them something.
///
/// Without an observer each way is one look at an empty list, at a place that is slow anyway. All
/// methods are safe for all threads.
public final class Observers {
  private static final Object LOCK = new Object();

  /// A wait whose end no observer wants to know.
  private static final WaitUnderWay UNTOLD = () -> {};

  /// Replaced as a whole, under the lock.
  private static volatile List<MailboxObserver> all = found();

  private Observers() {}

  private static List<MailboxObserver> found() {
    List<MailboxObserver> found = new ArrayList<>();
    try {
      ServiceLoader.load(MailboxObserver.class, MailboxObserver.class.getClassLoader())
          .forEach(found::add);
    } catch (ServiceConfigurationError broken) {
      log().log(Level.WARNING, "an observer of mailboxes cannot be used", broken);
    }
    return List.copyOf(found);
  }

  private static Logger log() {
    return System.getLogger("dure");
  }

  /// An observer that is told, until it is closed.
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// Has an observer told from now on, after it was told of each handle that is open already.
  ///
  /// @return ends that when it is closed
  public static Registration add(MailboxObserver observer) {
    synchronized (LOCK) {
      handles().forEach(handle -> tell(observer, its -> its.opened(handle.address())));
      List<MailboxObserver> more = new ArrayList<>(all);
      more.add(observer);
      all = List.copyOf(more);
    }
    return () -> remove(observer);
  }

  private static void remove(MailboxObserver observer) {
    synchronized (LOCK) {
      all = all.stream().filter(other -> other != observer).toList();
    }
  }

  /// The handles that this process has open now, in no order.
  public static List<Mailbox> handles() {
    return OpenHandles.all();
  }

  /// In the order of what happens, so that no observer hears of an end before its beginning.
  static void opened(OpenHandles.Entry handle) {
    synchronized (LOCK) {
      collected();
      OpenHandles.add(handle);
      tell(its -> its.opened(handle.address()));
    }
  }

  static void closed(OpenHandles.Entry handle) {
    synchronized (LOCK) {
      collected();
      if (OpenHandles.remove(handle)) {
        tell(its -> its.closed(handle.address()));
      }
    }
  }

  private static void collected() {
    OpenHandles.forEachCollected(address -> tell(its -> its.closed(address)));
  }

  /// As [MailboxObserver#created].
  static void created(Address mailbox) {
    tell(its -> its.created(mailbox));
  }

  /// As [MailboxObserver#deleted].
  static void deleted(Address mailbox) {
    tell(its -> its.deleted(mailbox));
  }

  /// As [MailboxObserver#waits]: the wait, for [#ended].
  public static WaitUnderWay waits(Address mailbox, Awaited what) {
    List<MailboxObserver> observers = all;
    if (observers.isEmpty()) {
      return UNTOLD;
    }
    List<WaitUnderWay> waits = new ArrayList<>(observers.size());
    for (MailboxObserver observer : observers) {
      tell(
          observer,
          its -> {
            WaitUnderWay wait = its.waits(mailbox, what);
            if (wait != null) {
              waits.add(wait);
            }
          });
    }
    return switch (waits.size()) {
      case 0 -> UNTOLD;
      case 1 -> waits.getFirst();
      default -> () -> waits.forEach(Observers::ended);
    };
  }

  /// A wait is over.
  ///
  /// @param wait from [#waits]; null if it never began
  public static void ended(@Nullable WaitUnderWay wait) {
    if (wait != null) {
      try {
        wait.ended();
      } catch (RuntimeException fault) {
        log(fault);
      }
    }
  }

  /// As [MailboxObserver#repaired], of at least one repair.
  public static void repaired(Address mailbox, String participant, int repairs) {
    if (repairs > 0) {
      tell(its -> its.repaired(mailbox, participant, repairs));
    }
  }

  /// As [MailboxObserver#redelivered].
  public static void redelivered(Address mailbox, long position, int times) {
    if (!all.isEmpty()) {
      tell(its -> its.redelivered(mailbox, position, times));
    }
  }

  /// As [MailboxObserver#dropped], of any number of messages.
  public static void dropped(Address mailbox, long messages) {
    if (messages > 0 && !all.isEmpty()) {
      tell(its -> its.dropped(mailbox, messages));
    }
  }

  /// As [MailboxObserver#buried].
  public static void buried(Address mailbox, String deadLetters, int attempts) {
    tell(its -> its.buried(mailbox, deadLetters, attempts));
  }

  /// As [MailboxObserver#connectionLost].
  public static void connectionLost(Address mailbox, String why) {
    tell(its -> its.connectionLost(mailbox, why));
  }

  private static void tell(Consumer<MailboxObserver> event) {
    for (MailboxObserver observer : all) {
      tell(observer, event);
    }
  }

  /// An observer that fails is logged, and the mailbox goes on.
  private static void tell(MailboxObserver observer, Consumer<MailboxObserver> event) {
    try {
      event.accept(observer);
    } catch (RuntimeException fault) {
      log(fault);
    }
  }

  private static void log(RuntimeException fault) {
    log().log(Level.WARNING, "an observer of mailboxes failed; the mailbox goes on", fault);
  }
}
