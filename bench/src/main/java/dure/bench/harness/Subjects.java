// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.peer.Peers;
import dure.bench.result.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All that can be measured on this machine.
public final class Subjects {
  /// What nothing can beat, in each measurement.
  public static final Map<Measurement, String> LIMITS =
      Map.of(
          Measurement.ROUND_TRIP, "c-record",
          Measurement.STREAM, "c-stream",
          Measurement.BULK, "c-bulk");

  private Subjects() {}

  /// All of them: the limits, if there is a C compiler, and the peers.
  public static List<Subject> all() throws IOException, InterruptedException {
    List<Subject> all = new ArrayList<>(Limits.all());
    Peers.ALL.forEach(peer -> all.add(new JavaSubject(peer)));
    return all;
  }
}
