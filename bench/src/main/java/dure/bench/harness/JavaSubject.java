// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.peer.Peer;
import dure.bench.result.Measurement;
import dure.bench.result.Slice;
import dure.bench.role.Assignment;
import dure.bench.role.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A peer, measured in two JVMs of the same flags.
///
/// @param peer which
record JavaSubject(Peer peer) implements Subject {
  /// What Agrona needs to be told, and Aeron with it.
  static final List<String> AGRONA =
      List.of(
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
          "-Dagrona.disable.bounds.checks=true");

  /// The harness sees all processors and its children, being pinned, would see one each: a program
  /// that believes it is alone on the machine does not spin.
  private static List<String> jvm() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:ActiveProcessorCount=" + Processors.count(),
        "-XX:+UseSerialGC",
        "-Xms256m",
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        Role.class.getName());
  }

  @Override
  public String name() {
    return peer.name();
  }

  @Override
  public String meaning() {
    return peer.meaning();
  }

  @Override
  public String rival() {
    return peer.rival();
  }

  @Override
  public boolean isDure() {
    return peer.isDure();
  }

  @Override
  public boolean takesPartIn(Measurement measurement) {
    return measurement.messageBytes() <= peer.mostBytes()
        && (peer.queues() || measurement == Measurement.ROUND_TRIP);
  }

  @Override
  public List<Slice> run(Measurement measurement, Timing timing)
      throws RunFailedException, IOException, InterruptedException {
    Assignment drives =
        new Assignment(
            true,
            measurement,
            peer.name(),
            Leftovers.ours().newName(),
            timing.warmUp(),
            timing.slices(),
            timing.sliceMillis());
    try (Premises _ = new Premises(peer, drives);
        ChildProcess partner = child(1, drives.accompanying());
        ChildProcess driver = child(0, drives)) {
      return result(driver, partner, timing);
    }
  }

  private ChildProcess child(int processor, Assignment assignment) throws IOException {
    List<String> command = new ArrayList<>(jvm());
    command.addAll(1, AGRONA);
    command.addAll(1, peer.jvmOptions());
    command.addAll(assignment.arguments());
    return new ChildProcess(Processors.pinned(processor, command));
  }

  private static List<Slice> result(ChildProcess driver, ChildProcess partner, Timing timing)
      throws RunFailedException, InterruptedException {
    try {
      CompletableFuture.anyOf(driver.end(), partner.end())
          .get(timing.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException endless) {
      throw new RunFailedException("it did not end within " + timing.patience());
    }
    if (driver.isAlive()) {
      throw new RunFailedException(String.join("\n", partner.output()));
    }
    return Report.read(driver.output());
  }
}
