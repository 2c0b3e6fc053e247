// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.Owner;
import dure.cli.demo.Examination.Witness;
import dure.cli.demo.Orders.Kind;
import dure.cli.io.Streams;
import dure.cli.options.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run: carries the file, and then finds out whether it arrived.
///
/// The mailbox is owned by this process, and so is gone when this ends, however it ends; the
/// directory with the journals and the copy is removed when this is closed, also by a signal.
public final class DemoRun implements AutoCloseable {
  private static final long LOOK_MILLIS = 5;

  private final DemoSettings settings;
  private final Streams streams;
  private final Plan plan;
  private final Path directory;
  private final Path copy;
  private final Mailbox mailbox;
  private final Crew crew;
  private final DemoTally tally;
  private final Thread atExit = new Thread(this::closeAtExit, "dure-demo-ends");
  private @Nullable DemoProgress progress;
  private volatile @Nullable SocketCopy socketCopy;

  /// Written once, by the thread that ends the process.
  private volatile boolean ending;

  /// Prepares a run.
  public DemoRun(DemoSettings settings, Streams streams) throws IOException {
    this.settings = settings;
    this.streams = streams;
    long fileBytes = bytesToCarry(settings.file());
    this.plan = new Plan(fileBytes, settings.messageSize());
    String name = "demo-" + ProcessHandle.current().pid();
    this.mailbox =
        Mailbox.named(name)
            .participant("dure demo")
            .capacity(Capacity.bounded(settings.capacity()))
            .messageSize(settings.messageSize())
            .owner(Owner.PROCESS)
            .create();
    this.directory = Files.createTempDirectory("dure-demo-");
    this.copy = Files.createFile(directory.resolve("copy"));
    this.crew = new Crew(settings, directory, name, copy, fileBytes);
    this.tally = new DemoTally(plan);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Looks before anything is begun: the processes would each stumble over it, and none could say
  /// so in one sentence.
  private static long bytesToCarry(Path file) throws IOException {
    long bytes = Files.size(file);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + " is no ordinary file, which the demo carries");
    }
    if (!Files.isReadable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    if (bytes == 0) {
      throw new IllegalArgumentException(file + " is empty: there is nothing to carry");
    }
    return bytes;
  }

  /// Carries the file and reports; whether everything was as promised.
  public boolean run() throws IOException, InterruptedException {
    try {
      streams.print(introduction());
      FileContents original =
          FileContents.of(settings.file()); // and so the kernel has it in memory
      carry();
      Findings findings =
          new Examination(plan, witnesses(Kind.SENDER), witnesses(Kind.RECEIVER)).examine();
      FileContents arrived = FileContents.of(copy);
      int deaths = crew.killed().size();
      Findings bySocket = settings.kill() ? null : carryBySocket(original);
      streams.print(DemoReport.of(plan, findings, deaths, original, arrived, bySocket));
      return findings.isSound() && original.equals(arrived);
    } catch (IOException | RuntimeException failed) {
      if (ending) {
        throw new MailboxClosedException(mailbox.address().toString(), "a signal ended the demo");
      }
      throw failed;
    }
  }

  /// A death would end a stream, so the comparison is with a run that has none.
  private Findings carryBySocket(FileContents original) throws IOException {
    try (SocketCopy sockets = new SocketCopy(settings, plan, directory)) {
      socketCopy = sockets;
      return sockets.carry(original);
    }
  }

  private String introduction() {
    return String.format(
        "%s%n%d senders and %d receivers, processes of their own, share a mailbox of %d messages"
            + " of up to %s%n",
        settings.file(),
        settings.senders(),
        settings.receivers(),
        settings.capacity(),
        new ByteSize(settings.messageSize()));
  }

  private void carry() throws IOException, InterruptedException {
    crew.start();
    try (DemoProgress showing =
            DemoProgress.on(streams.err(), plan.fileBytes(), settings.capacity());
        Strikes strikes = new Strikes(crew, tally, showing)) {
      progress = showing;
      while (!crew.isDone(Kind.SENDER)) {
        look(showing);
        if (settings.kill()) {
          strikes.strikeIfDue();
        }
      }
      while (depth() > 0) {
        look(showing);
      }
      Mailbox.delete(mailbox.address().toString());
      crew.awaitReceivers();
      crew.followReceivers(tally);
      showing.show(tally.bytes(), 0);
      if (settings.kill()) {
        strikes.requireDone();
      }
    }
  }

  private void look(DemoProgress showing) throws IOException, InterruptedException {
    Thread.sleep(LOOK_MILLIS);
    crew.followReceivers(tally);
    showing.show(tally.bytes(), depth());
    for (Worker receiver : crew.all(Kind.RECEIVER)) {
      receiver.isDone();
    }
  }

  private long depth() {
    var details = mailbox.status().details();
    return details == null ? 0 : details.depth();
  }

  private List<Witness> witnesses(Kind kind) {
    return crew.all(kind).stream()
        .map(worker ->
            new Witness(
                worker.orders().role(), Path.of(worker.orders().journal()), worker.isKilled()))
        .toList();
  }

  private void closeAtExit() {
    ending = true;
    if (progress != null) {
      progress.close();
    }
    cleanUp();
  }

  @Override
  public void close() {
    cleanUp();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException alreadyEnding) {
      // then the hook has done the same
    }
  }

  private synchronized void cleanUp() {
    try {
      SocketCopy sockets = socketCopy;
      if (sockets != null) {
        sockets.close();
      }
      crew.close();
      mailbox.close();
      removeDirectory();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void removeDirectory() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
