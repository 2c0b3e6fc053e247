// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import dure.bench.claims.ClaimRole.Role;
import dure.bench.result.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// The runs of one sitting: in each round each mechanism once, in an order that rotates from round
/// to round, so that what drifts drifts for all.
///
/// @param rounds how often
/// @param warmUpMillis before anything counts in a run of two processes; more of them, which have
///   to share the processors while their code is compiled, get more in proportion
/// @param millis in which it counts
record Sitting(int rounds, int warmUpMillis, int millis) {
  /// How many in a row two processes make of it while strace looks on, which takes its time.
  private static final int TRACED_MILLIS = 300;

  /// A run of one mechanism.
  interface Play {
    List<Figures> of(Mechanism mechanism) throws IOException, InterruptedException;
  }

  /// What came of all rounds, by mechanism.
  Map<Mechanism, List<List<Figures>>> each(List<Mechanism> mechanisms, Play play)
      throws IOException, InterruptedException {
    Map<Mechanism, List<List<Figures>>> found = new EnumMap<>(Mechanism.class);
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < mechanisms.size(); i++) {
        Mechanism mechanism = mechanisms.get((i + round) % mechanisms.size());
        found.computeIfAbsent(mechanism, key -> new ArrayList<>()).add(play.of(mechanism));
        System.err.print('.');
      }
    }
    return found;
  }

  /// The spread of a figure over the rounds.
  static Spread spread(List<List<Figures>> rounds, ToDoubleFunction<List<Figures>> figure) {
    return Objects.requireNonNull(
        Spread.of(rounds.stream().map(round -> figure.applyAsDouble(round)).toList()));
  }

  /// Two processes and a message of 64 bytes there and back.
  List<Figures> roundTrips(Mechanism mechanism) throws IOException, InterruptedException {
    return Cast.play(pingPong(mechanism, warmUpMillis, millis));
  }

  private static List<ClaimRole> pingPong(Mechanism mechanism, int warmUpMillis, int millis) {
    String there = mechanism.newAddress();
    String back = mechanism.newAddress();
    return List.of(
        new ClaimRole(Role.PING, mechanism, back, there, 64, warmUpMillis, millis),
        new ClaimRole(Role.PONG, mechanism, there, back, 64, warmUpMillis, millis));
  }

  /// System calls of the asking side, for each message that it sends or receives.
  OptionalDouble systemCalls(Mechanism mechanism) throws IOException, InterruptedException {
    try (SystemCalls calls = new SystemCalls()) {
      List<Figures> figures =
          Cast.play(pingPong(mechanism, TRACED_MILLIS, TRACED_MILLIS), calls::attach);
      OptionalDouble count = calls.count();
      System.err.print('.');
      return count.isEmpty()
          ? count
          : OptionalDouble.of(count.getAsDouble() / (2 * figures.getFirst().all()));
    }
  }

  /// So many senders and as many receivers at one mailbox, each a process; the receivers' figures
  /// first.
  List<Figures> stream(Mechanism mechanism, int pairs, int bytes, Role sender, Role receiver)
      throws IOException, InterruptedException {
    String box = mechanism.newAddress();
    int warmUp = warmUpMillis * pairs;
    List<ClaimRole> parts = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      parts.add(
          new ClaimRole(
              receiver, mechanism, i == 0 ? box : "", i == 0 ? "" : box, bytes, warmUp, millis));
    }
    for (int i = 0; i < pairs; i++) {
      parts.add(new ClaimRole(sender, mechanism, "", box, bytes, warmUp, millis));
    }
    return Cast.play(parts);
  }
}
