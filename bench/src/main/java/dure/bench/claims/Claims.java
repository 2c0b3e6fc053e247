// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import static dure.bench.claims.Mechanism.ANY;
import static dure.bench.claims.Mechanism.FIFO;
import static dure.bench.claims.Mechanism.IN_PLACE;
import static dure.bench.claims.Mechanism.PAIR;
import static dure.bench.claims.Mechanism.PIPE;
import static dure.bench.claims.Mechanism.POSIX;
import static dure.bench.claims.Mechanism.SYSV;
import static dure.bench.claims.Mechanism.TCP;
import static dure.bench.claims.Mechanism.UNIX;

import dure.bench.claims.ClaimRole.Role;
import dure.bench.report.Grid;
import dure.bench.report.MachineReport;
import dure.bench.result.Spread;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `dure bench claims`: each claim of the lecture with the figure found on this machine
/// and the test that produced it.
@Command(
    name = "dure bench claims",
    mixinStandardHelpOptions = true,
    description = "Measures what the lecture claims of shared memory and of messages.")
public final class Claims implements Callable<Integer> {
  private static final List<Mechanism> ALL = List.of(PAIR, ANY, FIFO, PIPE, POSIX, SYSV, UNIX, TCP);
  private static final int SHORT = 64;

  /// The longest message that a pipe takes in one piece, nearly.
  private static final int LONG = 4000;

  private static final int MOST_DIGITS = 6;

  @Option(
      names = "--quick",
      description = "Each once and briefly: 3 minutes. Much is still being compiled then.")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "How often each: 3; quick: 1.")
  private int rounds;

  private Claims() {}

  /// Runs the command: its exit code.
  public static int run(String... arguments) {
    return new CommandLine(new Claims()).execute(arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int times = rounds > 0 ? rounds : quick ? 1 : 3;
    Sitting sitting = quick ? new Sitting(times, 1000, 500) : new Sitting(times, 3000, 1500);
    System.out.printf(
        "Machine: %s.%nEach figure: median (min..max) of %d rounds, interleaved; every process is a"
            + " JVM of its own and waits as it does by default.%n%n",
        MachineReport.here(), sitting.rounds());
    fasterAndWhy(sitting);
    copies(sitting);
    sureAndQuick(sitting);
    manyProcesses(sitting);
    System.out.printf("Repeat: ./dure bench claims%s%n", quick ? " --quick" : "");
    return 0;
  }

  private static void fasterAndWhy(Sitting sitting) throws IOException, InterruptedException {
    var trips = sitting.each(ALL, sitting::roundTrips);
    var streams =
        sitting.each(ALL, each -> sitting.stream(each, 1, SHORT, Role.SEND, Role.RECEIVE));
    say(
        "Claim: shared memory is faster than messages that the kernel carries.",
        "Test: 64 bytes there and back between two processes; 64 bytes one way.");
    Grid grid =
        new Grid("", "round trip, us", "x shm pair", "one way, thousand/s", "x shm pair", "");
    for (Mechanism each : ALL) {
      grid.row(
          each.label(),
          shown(spread(trips.get(each), Claims::tripMicros)),
          times(trips, each, Claims::tripMicros),
          shown(spread(streams.get(each), Claims::thousandsPerSecond)),
          times(streams, each, Claims::thousandsPerSecond),
          each.meaning());
    }
    end(grid);
    say(
        "Claim: because the kernel takes part in each message.",
        "Test: processor time in the kernel and outside it, of both processes, for each message of"
            + " those round trips; system calls for each message, of one process, by strace.");
    grid = new Grid("", "in the kernel, us", "outside, us", "system calls");
    for (Mechanism each : ALL) {
      OptionalDouble calls = sitting.systemCalls(each);
      grid.row(
          each.label(),
          shown(spread(trips.get(each), runs -> perMessage(runs, Figures::systemNanos))),
          shown(spread(trips.get(each), runs -> perMessage(runs, Figures::userNanos))),
          calls.isEmpty() ? "no strace" : number(calls.getAsDouble()));
    }
    end(grid);
  }

  private static double tripMicros(List<Figures> pingPong) {
    return pingPong.getFirst().nanosEach() / 1000;
  }

  private static double thousandsPerSecond(List<Figures> receiverFirst) {
    return receiverFirst.getFirst().perSecond() / 1000;
  }

  /// A trip is two messages.
  private static double perMessage(List<Figures> pingPong, ToDoubleFunction<Figures> nanos) {
    double both = pingPong.stream().mapToDouble(nanos).sum();
    return both / (2 * pingPong.getFirst().all()) / 1000;
  }

  private static void copies(Sitting sitting) throws IOException, InterruptedException {
    List<Mechanism> mechanisms = List.of(IN_PLACE, PAIR, ANY, FIFO, PIPE, POSIX, SYSV, UNIX, TCP);
    var streams =
        sitting.each(mechanisms, each -> sitting.stream(each, 1, LONG, Role.SEND, Role.RECEIVE));
    say(
        "Claim: shared memory needs no copy; a message of the kernel's is copied in and out.",
        "Test: 4000 bytes one way; 'in place' is written and read where it lies, 'pair' and 'any'"
            + " are copied by sender and receiver, the others by the kernel too.");
    Grid grid = new Grid("", "MB/s", "x in place");
    for (Mechanism each : mechanisms) {
      grid.row(
          each.label(),
          shown(spread(streams.get(each), runs -> thousandsPerSecond(runs) * LONG / 1000)),
          times(streams, IN_PLACE, each, Claims::thousandsPerSecond));
    }
    end(grid);
  }

  private static void sureAndQuick(Sitting sitting) throws IOException, InterruptedException {
    say(
        "Claim: blocking is sure and slow, non-blocking quick and less sure.",
        "Test: a receiver that works 20 us on each message; a sender that waits until each is"
            + " received, one that waits for room, one that never waits. Nothing is lost in"
            + " silence: what was not accepted was refused, and the sender knows.");
    Grid grid = new Grid("", "a send takes, us", "refused", "accepted and received");
    for (Role role : List.of(Role.TRANSFER, Role.SEND, Role.TRY)) {
      var runs =
          sitting.each(List.of(ANY), each -> sitting.stream(each, 1, SHORT, role, Role.LABOUR));
      List<List<Figures>> rounds = Objects.requireNonNull(runs.get(ANY));
      grid.row(
          role.name().toLowerCase(Locale.ROOT),
          shown(Sitting.spread(rounds, run -> run.getLast().nanosEach() / 1000)),
          percent(Sitting.spread(rounds, run -> share(run.getLast().refused(), run))),
          percent(
              Sitting.spread(
                  rounds,
                  run ->
                      (double) run.getFirst().all()
                          / (run.getLast().all() - run.getLast().refused()))));
    }
    end(grid);
  }

  private static double share(long part, List<Figures> run) {
    return (double) part / run.getLast().all();
  }

  private static void manyProcesses(Sitting sitting) throws IOException, InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Mechanism> mechanisms = List.of(ANY, POSIX, SYSV, UNIX);
    say(
        "Claim: message passing is to be preferred as processors become more, for shared memory"
            + " suffers from cache coherence.",
        "Test: k senders and k receivers at one mailbox, 64 bytes; this machine has "
            + processors
            + " processors, so from k = "
            + Math.max(1, processors / 2 + 1)
            + " on there are more processes than those. What more would show, it cannot.");
    Grid grid = new Grid("thousand/s in all", "k = 1", "k = 2", "k = 4");
    Map<Integer, Map<Mechanism, List<List<Figures>>>> found = new java.util.TreeMap<>();
    for (int k : List.of(1, 2, 4)) {
      found.put(
          k,
          sitting.each(
              mechanisms, each -> sitting.stream(each, k, SHORT, Role.SEND, Role.RECEIVE)));
    }
    for (Mechanism each : mechanisms) {
      String[] cells = new String[4];
      cells[0] = each.label();
      int column = 1;
      for (var entry : found.entrySet()) {
        int k = entry.getKey();
        cells[column++] = shown(spread(entry.getValue().get(each), runs -> inAll(runs, k)));
      }
      grid.row(cells);
    }
    end(grid);
  }

  /// What all senders got accepted: a receiver's own clock says little where others come and go.
  private static double inAll(List<Figures> receiversFirst, int pairs) {
    return receiversFirst.subList(pairs, 2 * pairs).stream().mapToDouble(Figures::perSecond).sum()
        / 1000;
  }

  private static Spread spread(
      @org.jspecify.annotations.Nullable List<List<Figures>> rounds,
      ToDoubleFunction<List<Figures>> figure) {
    return Sitting.spread(Objects.requireNonNull(rounds), figure);
  }

  private static String times(
      Map<Mechanism, List<List<Figures>>> all,
      Mechanism each,
      ToDoubleFunction<List<Figures>> figure) {
    return times(all, PAIR, each, figure);
  }

  /// In units of another mechanism's of the same round.
  private static String times(
      Map<Mechanism, List<List<Figures>>> all,
      Mechanism unit,
      Mechanism each,
      ToDoubleFunction<List<Figures>> figure) {
    List<List<Figures>> units = Objects.requireNonNull(all.get(unit));
    List<List<Figures>> own = Objects.requireNonNull(all.get(each));
    List<Double> ratios = new java.util.ArrayList<>();
    for (int round = 0; round < own.size(); round++) {
      ratios.add(figure.applyAsDouble(own.get(round)) / figure.applyAsDouble(units.get(round)));
    }
    return shown(Objects.requireNonNull(Spread.of(ratios)));
  }

  private static void say(String claim, String test) {
    System.err.println();
    System.out.println(claim);
    System.out.println(test);
  }

  private static void end(Grid grid) {
    System.out.println(grid);
    System.out.flush();
  }

  private static String shown(Spread spread) {
    return spread.count() == 1
        ? number(spread.median())
        : number(spread.median()) + " (" + number(spread.min()) + ".." + number(spread.max()) + ")";
  }

  private static String percent(Spread spread) {
    return number(spread.median() * 100) + " %";
  }

  /// With about three digits.
  private static String number(double value) {
    int digits = value <= 0 ? 0 : 2 - (int) Math.floor(Math.log10(value));
    return String.format(Locale.ROOT, "%." + Math.clamp(digits, 0, MOST_DIGITS) + "f", value);
  }
}
