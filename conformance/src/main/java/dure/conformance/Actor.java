// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.testkit.Child;
import dure.testkit.OtherUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A process that plays roles in a test, as the test directs it.
final class Actor implements AutoCloseable {
  private final Child child;
  private final Map<Integer, Execution> deeds = new HashMap<>();
  private final List<RoleEvent> happenings = new ArrayList<>();
  private int count;
  private boolean stopped;

  private Actor(Child child, String name) {
    this.child = child;
    child.tell(name);
  }

  static Actor start(String name) {
    return new Actor(ProcessPool.all().next(), name);
  }

  /// Starts one as another user of this machine.
  ///
  /// @param groups what `setpriv` is to be told about the user's groups
  static Actor start(OtherUser user, List<String> groups, String name) {
    return new Actor(user.java(groups, RoleProcess.class), name);
  }

  long pid() {
    return child.pid();
  }

  /// Has it begin something; it has when this returns.
  Execution begins(String command) {
    Execution deed = new Execution(this, ++count, command);
    deeds.put(count, deed);
    child.tell(count + " " + command);
    listenUntil(deed::hasBegun, command);
    return deed;
  }

  /// Has it do something and waits until it is done: what came of it.
  String does(String command) {
    return begins(command).result();
  }

  /// Has it receive something: the message.
  RoleMessage gets(String command) {
    return RoleMessage.of(does(command));
  }

  /// Has it try something that is to fail: the exception and what it says.
  String fails(String command) {
    return begins(command).failure();
  }

  private void listenUntil(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + Child.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain for " + what + ", told " + happenings);
      }
      listen(Duration.ofSeconds(1));
    }
  }

  /// Waits until no actor runs, and takes in what this one has said until then.
  void awaitQuiet() {
    ProcessPool.all().awaitQuiet(child);
    hearAll();
  }

  private void hearAll() {
    for (@Nullable String line; (line = child.lineWithin(Duration.ZERO)) != null; ) {
      hear(line);
    }
  }

  /// Takes in what it says next, if it says anything within this time.
  void listen(Duration within) {
    String line = child.lineWithin(within);
    if (line == null) {
      if (!child.isAlive()) {
        throw new AssertionError("the actor has ended: " + deeds.values());
      }
      return;
    }
    hear(line);
  }

  private void hear(String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case RoleEvent.MARK -> happenings.add(RoleEvent.of(words[1] + " " + words[2]));
      case ":began" -> deed(words[1]).begun();
      case ":done" -> deed(words[1]).done(words[2]);
      default -> System.err.println(child.pid() + ": " + line);
    }
  }

  private Execution deed(String number) {
    @Nullable Execution deed = deeds.get(Integer.parseInt(number));
    if (deed == null) {
      throw new AssertionError("no command has the number " + number);
    }
    return deed;
  }

  /// Waits until it has told of so many things done.
  void awaitHappenings(int atLeast) {
    listenUntil(() -> happenings.size() >= atLeast, atLeast + " things done");
  }

  /// All things of a kind that it has told of so far, in their order.
  List<RoleEvent> happenings(String what) {
    hearAll();
    return happenings.stream().filter(happening -> happening.what().equals(what)).toList();
  }

  /// The texts of the messages it has received so far.
  List<String> received() {
    return happenings("got").stream().map(RoleEvent::text).toList();
  }

  /// Kills it with SIGKILL; returns when the kernel has taken it down.
  void kill() {
    child.kill();
  }

  /// Has it end of itself.
  void leaves() {
    child.endInput();
    child.awaitEnd();
  }

  /// Stops it with SIGSTOP.
  void stop() {
    stopped = true;
    child.signal("STOP");
  }

  /// Has it go on after [#stop].
  void goOn() {
    child.signal("CONT");
    stopped = false;
  }

  /// It is free for another part, if it has come to the end of this one.
  @Override
  public void close() {
    if (child.isAlive() && !stopped && deeds.values().stream().allMatch(Execution::isDone)) {
      does(RoleProcess.BOW);
      ProcessPool.all().thank(child);
    } else {
      child.close();
    }
  }
}
