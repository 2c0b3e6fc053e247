// SPDX-License-Identifier: Apache-2.0
package dure.handover;

import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Sockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// Where a process lets others in: a Unix socket with an abstract name, over which the kernel hands
/// a descriptor to each process that the [AccessPolicy] allows. The thread of a [DescriptorLoop]
/// attends to it; any thread may close it.
///
/// The connection of a staying visitor is open for as long as the visitor; its end is the news that
/// the other side has gone.
public final class DescriptorServer implements DescriptorLoop.Source, AutoCloseable {
  /// The answer that comes with a descriptor.
  public static final int WELCOME = 1;

  /// The answer to whom the doorkeeper does not let in.
  public static final int REFUSED = 2;

  /// The answer to one more than there is room for.
  public static final int FULL = 3;

  /// The last word of an owner that closes its door and goes on to own what it has handed out.
  public static final int STILL_OWNED = 5;

  /// Places beyond those for who takes part: for who looks, or deletes, and goes. Visitors could
  /// otherwise use up the descriptors of the owner.
  public static final int ONLOOKERS = 64;

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Socket listening;
  private final AccessPolicy keeper;
  private final DescriptorLoop loop;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Integer> visitors = new ArrayList<>();
  private volatile boolean closed;

  private DescriptorServer(DescriptorLoop loop, Socket listening, AccessPolicy keeper) {
    this.loop = loop;
    this.listening = listening;
    this.keeper = keeper;
  }

  /// Opens a door.
  ///
  /// @param socket its abstract name
  /// @param loop to attend to it; one of its own, unless nothing that the keeper does waits
  /// @param requireOpen is given what [Sockets#listen] and the loop returned, and throws if that is
  ///   an error
  /// @param keeper the door's to close, also if it cannot be opened
  public static DescriptorServer open(
      String socket, DescriptorLoop loop, IntConsumer requireOpen, AccessPolicy keeper) {
    int listening = -1;
    boolean open = false;
    try {
      listening = Sockets.listen(socket);
      requireOpen.accept(listening);
      DescriptorServer door = new DescriptorServer(loop, new Socket(listening), keeper);
      requireOpen.accept(loop.add(door));
      open = true;
      return door;
    } finally {
      if (!open) {
        if (listening >= 0) {
          Files.close(listening);
        }
        keeper.close();
      }
    }
  }

  /// Lets visitors in and out.
  @Override
  public boolean attend(boolean[] ready) {
    boolean stays = false;
    try {
      if (isWanted()) {
        letInAndOut(ready);
      }
      stays = isWanted();
    } catch (KernelException | OutOfMemoryError forLackOfMemory) {
      stays = true;
      DescriptorLoop.pause();
    } finally {
      if (!stays) {
        end();
      }
    }
    return stays;
  }

  private boolean isWanted() {
    return !closed && keeper.isWanted();
  }

  /// The name first: to a process that has the thing deleted, the last word or the end of its
  /// connection says that it is free.
  private void end() {
    listening.close();
    int lastWord = keeper.lastWord();
    for (int visitor : visitors) {
      if (lastWord >= 0) {
        Sockets.send(visitor, lastWord, -1);
      }
      Files.close(visitor);
    }
    keeper.close();
    over.countDown();
  }

  /// The name, and all visitors.
  @Override
  public int[] descriptors() {
    int[] all = new int[visitors.size() + 1];
    all[0] = listening.fd();
    for (int i = 0; i < visitors.size(); i++) {
      all[i + 1] = visitors.get(i);
    }
    return all;
  }

  private void letInAndOut(boolean[] ready) {
    for (int i = visitors.size(); i >= 1; i--) {
      if (ready[i] && !staysOn(visitors.get(i - 1))) {
        int index = i - 1;
        Files.close(visitors.remove(index));
      }
    }
    if (ready[0]) {
      int visitor = Sockets.accept(listening.fd());
      if (visitor >= 0) {
        answer(visitor);
      } else if (isWanted()) {
        // The visitor stays ready to be let in, so looking again at once would be spinning.
        DescriptorLoop.pause();
      }
    }
  }

  private boolean staysOn(int visitor) {
    try {
      return keeper.hear(visitor);
    } catch (KernelException hisAlone) {
      return false;
    }
  }

  private void answer(int visitor) {
    boolean stays = false;
    try {
      int handedOut = keeper.handOut(Sockets.peer(visitor));
      int places = keeper.places();
      if (handedOut < 0) {
        Sockets.send(visitor, REFUSED, -1);
      } else if (places > 0 && visitors.size() >= places) {
        Sockets.send(visitor, FULL, -1);
      } else if (Sockets.send(visitor, WELCOME, handedOut) >= 0 && places > 0) {
        keeper.greet(visitor);
        stays = visitors.add(visitor);
      }
    } catch (KernelException hisAlone) {
      // The visitor sees the end of its connection; the others are still to be let in.
    } finally {
      if (!stays) {
        Files.close(visitor);
      }
    }
  }

  /// Closes the door: its name is free when this returns. An interrupt shows afterwards. Again does
  /// nothing.
  @Override
  public void close() {
    closed = true;
    listening.shutDown();
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + CLOSING.toNanos();
    for (long left; !loop.isMine() && (left = end - System.nanoTime()) > 0; ) {
      try {
        boolean _ = over.await(left, TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
