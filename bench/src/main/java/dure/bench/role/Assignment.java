// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

import dure.bench.peer.PeerPlace;
import dure.bench.result.Measurement;
import java.util.List;

/// What a process of a run is told.
///
/// @param drives whether it measures, or accompanies the one that does
/// @param measurement what is measured
/// @param peer through which mechanism
/// @param name from which the names of the places and of the line's file are made
/// @param warmUp how many slices are not counted
/// @param slices how many are
/// @param sliceMillis how long each of them lasts
public record Assignment(
    boolean drives,
    Measurement measurement,
    String peer,
    String name,
    int warmUp,
    int slices,
    int sliceMillis) {
  /// Reads what [#arguments()] wrote.
  static Assignment of(String[] arguments) {
    return new Assignment(
        Boolean.parseBoolean(arguments[0]),
        Measurement.valueOf(arguments[1]),
        arguments[2],
        arguments[3],
        Integer.parseInt(arguments[4]),
        Integer.parseInt(arguments[5]),
        Integer.parseInt(arguments[6]));
  }

  /// The arguments of [Role#main].
  public List<String> arguments() {
    return List.of(
        Boolean.toString(drives),
        measurement.name(),
        peer,
        name,
        Integer.toString(warmUp),
        Integer.toString(slices),
        Integer.toString(sliceMillis));
  }

  /// The partner's assignment.
  public Assignment accompanying() {
    return new Assignment(false, measurement, peer, name, warmUp, slices, sliceMillis);
  }

  /// Where messages go.
  public PeerPlace there() {
    return new PeerPlace(name + ".there", measurement.messageBytes());
  }

  /// Where answers go.
  public PeerPlace back() {
    return new PeerPlace(name + ".back", measurement.messageBytes());
  }

  /// Where the bare line is.
  public PeerPlace line() {
    return new PeerPlace(name + ".line", measurement.messageBytes());
  }

  long sliceNanos() {
    return sliceMillis * 1_000_000L;
  }
}
