// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.demo.Examination.Witness;
import dure.cli.demo.Orders.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The same file carried through Unix sockets, for comparison: as many pairs of processes as both
/// kinds of the demo allow, each joined by a connection, with the same pieces and the same notes.
final class SocketCopy implements AutoCloseable {
  /// The longest path of a socket is 107 bytes (`unix(7)`).
  private static final int LONGEST_DIRECTORY = 90;

  private final DemoSettings settings;
  private final Plan plan;
  private final Path directory;
  private final Path sockets;
  private final Path copy;
  private final List<Worker> receivers = new ArrayList<>();
  private final List<Worker> senders = new ArrayList<>();

  /// @param directory for journals, the copy, and what the processes say
  SocketCopy(DemoSettings settings, Plan plan, Path directory) throws IOException {
    this.settings = settings;
    this.plan = plan;
    this.directory = directory;
    this.copy = Files.createFile(directory.resolve("socket-copy"));
    this.sockets =
        directory.toString().length() <= LONGEST_DIRECTORY
            ? directory
            : Files.createTempDirectory(Path.of("/tmp"), "dure-demo-");
  }

  /// How many pairs of processes there are.
  int pairs() {
    return Math.min(settings.senders(), settings.receivers());
  }

  /// Carries the file, and tells what the journals say of it.
  ///
  /// @throws IOException if a process failed, or something did not arrive as it was sent
  Findings carry(FileContents original) throws IOException {
    begin();
    List<Worker> all = new ArrayList<>(senders);
    all.addAll(receivers);
    for (Worker worker : all) {
      worker.awaitEnd();
      worker.isDone();
    }
    Findings findings = new Examination(plan, witnesses(senders), witnesses(receivers)).examine();
    if (!findings.isSound() || !original.equals(FileContents.of(copy))) {
      throw new IOException("the copy through a Unix socket differs from " + settings.file());
    }
    return findings;
  }

  /// The sockets have to be there before a sender connects, and all are ready before any begins.
  private synchronized void begin() throws IOException {
    for (int i = 1; i <= pairs(); i++) {
      receivers.add(start(Kind.SOCKET_RECEIVER, i));
    }
    for (Worker receiver : receivers) {
      receiver.awaitReady();
    }
    for (int i = 1; i <= pairs(); i++) {
      senders.add(start(Kind.SOCKET_SENDER, i));
    }
    for (Worker sender : senders) {
      sender.awaitReady();
    }
    for (Worker receiver : receivers) {
      receiver.begin();
    }
    for (Worker sender : senders) {
      sender.begin();
    }
  }

  private Worker start(Kind kind, int index) throws IOException {
    String name = kind.toString().replace(' ', '-') + "-" + index;
    Orders orders =
        new Orders(
            kind,
            index,
            1,
            sockets.resolve("socket-" + index).toString(),
            (kind == Kind.SOCKET_SENDER ? settings.file() : copy).toString(),
            plan.fileBytes(),
            settings.messageSize(),
            directory.resolve(name + ".journal").toString(),
            pairs(),
            index - 1);
    return Worker.start(orders, directory.resolve(name + ".log"));
  }

  private static List<Witness> witnesses(List<Worker> workers) {
    return workers.stream()
        .map(worker ->
            new Witness(worker.orders().role(), Path.of(worker.orders().journal()), false))
        .toList();
  }

  @Override
  public synchronized void close() throws IOException {
    for (Worker sender : senders) {
      sender.close();
    }
    for (Worker receiver : receivers) {
      receiver.close();
    }
    if (!sockets.equals(directory)) {
      for (int i = 1; i <= pairs(); i++) {
        Files.deleteIfExists(sockets.resolve("socket-" + i));
      }
      Files.deleteIfExists(sockets);
    }
  }
}
