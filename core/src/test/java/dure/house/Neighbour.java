// SPDX-License-Identifier: Apache-2.0
package dure.house;

import dure.DureException;
import dure.Mailbox;
import dure.memory.Region;
import dure.memory.RegionBuilder;
import dure.sync.PosixSemaphore;
import dure.sync.SystemVSemaphore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// A program that is no part of a test: it creates and removes objects of every kind all the time,
/// and holds those that it is told to make.
final class Neighbour {
  private static final long PID = ProcessHandle.current().pid();
  private static final Deque<Thing> HELD = new ArrayDeque<>();
  private static volatile boolean ends;

  private Neighbour() {}

  /// An object that was made.
  ///
  /// @param look fails if the object is not there any more
  /// @param remove removes it
  private record Thing(Runnable look, Runnable remove) {}

  public static void main(String[] arguments) throws Exception {
    Thread churn = Thread.ofPlatform().daemon().start(Neighbour::churn);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(churn)));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      if (line.equals("make")) {
        make();
      } else {
        look();
      }
      System.out.println("did " + line);
    }
  }

  private static void make() {
    synchronized (HELD) {
      make("held-" + HELD.size(), HELD.size(), HELD);
    }
  }

  private static void look() {
    synchronized (HELD) {
      HELD.forEach(thing -> thing.look.run());
    }
  }

  /// Removes everything when the process ends, by itself or by a signal.
  private static void end(Thread churn) {
    ends = true;
    try {
      churn.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    synchronized (HELD) {
      HELD.forEach(Neighbour::remove);
    }
    System.out.println("ended");
  }

  /// Goes on with the others where one has been removed by another process.
  private static void remove(Thing thing) {
    try {
      thing.remove.run();
    } catch (DureException gone) {
      System.out.println("missing: " + gone.getMessage());
    }
  }

  private static void churn() {
    for (int i = 0; !ends; i++) {
      Deque<Thing> things = new ArrayDeque<>();
      try {
        make("churn-" + i, 0x8000 | (i & 0xFFF), things);
      } finally {
        things.forEach(Neighbour::remove);
      }
    }
  }

  private static void make(String what, int number, Deque<Thing> things) {
    String name = "neighbour-" + PID + "-" + what;
    int key = 0x4E000000 | (int) (PID & 0xFF) << 16 | number;
    things.add(mailbox(name));
    things.add(posix("posix:/" + name));
    things.add(mailbox("sysv:" + String.format("0x%08x", key)));
    things.add(mailbox("fifo:/dev/shm/" + name));
    things.add(hosted("unix:@" + name));
    things.add(hosted("unix:/tmp/" + name));
    things.add(region(Region.posix("/region-" + name)));
    things.add(region(Region.systemV(key)));
    things.add(semaphore("/semaphore-" + name));
    things.add(semaphore(key));
  }

  /// A small one, since the kernel bounds the memory of all queues of a user.
  private static Thing posix(String address) {
    Mailbox.named(address).messageSize(8).create().close();
    return removable(address);
  }

  private static Thing mailbox(String address) {
    Mailbox.create(address).close();
    return removable(address);
  }

  private static Thing removable(String address) {
    return new Thing(() -> Mailbox.open(address).close(), () -> Mailbox.delete(address));
  }

  private static Thing hosted(String address) {
    Mailbox host = Mailbox.create(address);
    return new Thing(() -> Mailbox.open(address).close(), host::close);
  }

  private static Thing region(RegionBuilder builder) {
    builder.size(4096).create().close();
    return new Thing(() -> builder.attach().close(), builder::remove);
  }

  private static Thing semaphore(String name) {
    PosixSemaphore.create(name, 1).close();
    return new Thing(() -> PosixSemaphore.open(name).close(), () -> PosixSemaphore.unlink(name));
  }

  private static Thing semaphore(int key) {
    SystemVSemaphore set = SystemVSemaphore.create(key, 1);
    return new Thing(() -> SystemVSemaphore.open(key), set::remove);
  }
}
