// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

import dure.bench.peer.Peer;
import dure.bench.peer.Peers;
import dure.bench.peer.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One of the two processes of a run.
///
/// The driver prints a line for every slice, `slice before=… after=…` and the figures, before and
/// after being the bare line in nanoseconds; then what its tally says. It ends by itself. The
/// partner ends, as the driver also would, when its standard input does: with the harness.
public final class Role {
  private final Assignment assignment;
  private final CacheLineRole line;
  private final Tally tally;

  private Role(Assignment assignment) {
    this.assignment = assignment;
    this.line = new CacheLineRole(assignment.line().mapFile());
    this.tally = new Tally(assignment.measurement().messageBytes());
  }

  /// Plays a role.
  ///
  /// @param arguments see [Assignment#arguments()]
  public static void main(String[] arguments) throws InterruptedException {
    Thread.ofPlatform().daemon().start(Role::endWithInput);
    Role role = new Role(Assignment.of(arguments));
    if (role.assignment.drives()) {
      role.drive();
      System.out.flush();
      Runtime.getRuntime().halt(0); // some peers keep threads
    } else {
      role.accompany();
    }
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // neither side says anything
      }
    } catch (IOException ended) {
      // as good as an end
    }
    Runtime.getRuntime().halt(0);
  }

  private Driver driver() {
    Peer peer = Peers.named(assignment.peer());
    return switch (assignment.measurement()) {
      case ROUND_TRIP ->
          new Ping(peer.sender(assignment.there()), peer.receiver(assignment.back(), tally));
      case STREAM, BULK ->
          new Sink(
              line,
              peer.receiver(assignment.there(), tally),
              tally,
              assignment.measurement().messageBytes());
    };
  }

  private Partner partner() {
    Peer peer = Peers.named(assignment.peer());
    return switch (assignment.measurement()) {
      case ROUND_TRIP ->
          new Pong(peer.sender(assignment.back()), peer.receiver(assignment.there(), tally), tally);
      case STREAM, BULK -> new SourceRole(line, peer.sender(assignment.there()));
    };
  }

  private void drive() throws InterruptedException {
    Driver driver = driver();
    List<String> slices = new ArrayList<>();
    double before = line.probe();
    for (int slice = -assignment.warmUp(); slice < assignment.slices(); slice++) {
      line.leave();
      String figures = driver.drive(assignment.sliceNanos());
      double after = line.probe();
      if (slice >= 0) {
        slices.add(
            String.format(Locale.ROOT, "slice before=%.1f after=%.1f %s", before, after, figures));
      }
      before = after;
    }
    slices.forEach(System.out::println);
    System.out.printf(
        "checked received=%d misplaced=%d damaged=%d%n",
        tally.received(), tally.misplaced(), tally.damaged());
  }

  private void accompany() throws InterruptedException {
    Partner partner = partner();
    while (tally.misplaced() + tally.damaged() == 0) {
      line.answer();
      partner.accompany();
    }
    throw new IllegalStateException(
        "of "
            + tally.received()
            + " messages "
            + tally.misplaced()
            + " came out of order and "
            + tally.damaged()
            + " damaged");
  }
}
