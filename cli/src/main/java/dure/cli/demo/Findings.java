// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the journals say about a run.
///
/// @param lost pieces that no receiver wrote down
/// @param repeated pieces written down more often than a death explains
/// @param disordered pieces that came to a receiver before an earlier one of the same sender
/// @param redeliveries messages handed out again after their receiver died with them
/// @param doubts pieces whose send had not returned when their sender died
/// @param nanos from the first send to the last piece written
/// @param steady how many bytes a second were written in the median of twenty equal parts of that
///   time: the JVMs compile their code in the first, and wait for the last piece in the last
record Findings(
    List<Integer> lost,
    List<Integer> repeated,
    List<Integer> disordered,
    List<Redelivery> redeliveries,
    List<Doubt> doubts,
    long nanos,
    long steady) {

  /// Whether everything was as promised.
  boolean isSound() {
    return lost.isEmpty() && repeated.isEmpty() && disordered.isEmpty();
  }

  /// How many pieces came twice, with a death to explain it.
  long excused() {
    return redeliveries.stream().filter(Redelivery::wasWritten).count()
        + doubts.stream().filter(Doubt::wasAccepted).count();
  }

  /// A message that went to another receiver after its first died.
  ///
  /// @param piece which piece it carries
  /// @param from who died with it, if a journal tells
  /// @param to who got it then
  /// @param wasWritten whether the dead had written it down before
  record Redelivery(int piece, @Nullable String from, String to, boolean wasWritten) {}

  /// A message of which its dead sender could not know whether it was accepted.
  ///
  /// @param piece which piece it carries
  /// @param sender who died over it
  /// @param life which of that sender's processes it was
  /// @param wasAccepted whether it turned out to have been
  record Doubt(int piece, String sender, int life, boolean wasAccepted) {}
}
