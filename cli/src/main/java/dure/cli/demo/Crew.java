// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.demo.Orders.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// All processes of a run, the living and the dead.
final class Crew {
  private final DemoSettings settings;
  private final Path directory;
  private final String mailbox;
  private final Path copy;
  private final long fileBytes;
  private final List<Worker> workers = new ArrayList<>();

  /// @param directory for journals and what the processes say
  /// @param mailbox its name
  /// @param copy where the pieces are put together
  /// @param fileBytes how long the file is
  Crew(DemoSettings settings, Path directory, String mailbox, Path copy, long fileBytes) {
    this.settings = settings;
    this.directory = directory;
    this.mailbox = mailbox;
    this.copy = copy;
    this.fileBytes = fileBytes;
  }

  /// Starts all processes at once, waits until they are ready, and lets them begin together.
  void start() throws IOException {
    for (int i = 1; i <= settings.receivers(); i++) {
      add(Kind.RECEIVER, i, 1, 0);
    }
    for (int i = 1; i <= settings.senders(); i++) {
      add(Kind.SENDER, i, 1, i - 1);
    }
    for (Worker worker : workers) {
      worker.awaitReady();
    }
    for (Worker worker : workers) {
      worker.begin();
    }
  }

  /// Starts a process in a dead one's place. A sender goes on after what its predecessor knew to be
  /// accepted; so what was in doubt is sent again, under the same number.
  Worker replace(Worker dead) throws IOException {
    Orders orders = dead.orders();
    Worker next = add(orders.kind(), orders.index(), orders.life() + 1, resumeAt(dead));
    next.begin();
    return next;
  }

  private int resumeAt(Worker dead) {
    Note last = dead.last();
    if (dead.orders().kind() == Kind.RECEIVER || last == null) {
      return dead.orders().first();
    }
    return last.event().isMidway() ? last.piece() : last.piece() + settings.senders();
  }

  private synchronized Worker add(Kind kind, int index, int life, int first) throws IOException {
    String name = kind + "-" + index + "-" + life;
    Orders orders =
        new Orders(
            kind,
            index,
            life,
            mailbox,
            (kind == Kind.SENDER ? settings.file() : copy).toString(),
            fileBytes,
            settings.messageSize(),
            directory.resolve(name + ".journal").toString(),
            settings.senders(),
            first);
    Worker worker = Worker.start(orders, directory.resolve(name + ".log"));
    workers.add(worker);
    return worker;
  }

  List<Worker> all(Kind kind) {
    return workers.stream().filter(worker -> worker.orders().kind() == kind).toList();
  }

  List<Worker> killed() {
    return workers.stream().filter(Worker::isKilled).toList();
  }

  /// Whether all of a kind have ended, each as it should.
  boolean isDone(Kind kind) throws IOException {
    boolean done = true;
    for (Worker worker : all(kind)) {
      done &= worker.isDone();
    }
    return done;
  }

  /// Reads what the receivers have noted since the last time.
  void followReceivers(Consumer<Note> each) throws IOException {
    for (Worker worker : all(Kind.RECEIVER)) {
      worker.readOn(each);
    }
  }

  /// Waits for the receivers' end.
  void awaitReceivers() throws IOException {
    for (Worker worker : all(Kind.RECEIVER)) {
      worker.awaitEnd();
      worker.isDone();
    }
  }

  /// Ends them all, whatever they do.
  synchronized void close() throws IOException {
    for (Worker worker : workers) {
      worker.close();
    }
  }
}
