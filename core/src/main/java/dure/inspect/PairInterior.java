// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import java.util.List;
import java.util.OptionalLong;

/// The inside of a pair: a ring of bytes, in which each message is as long as it is.
///
/// @param ringBytes the length of the ring
/// @param in the position of the next message to be sent
/// @param out the position of the next message to be received
/// @param head where in the ring the record of `out` begins, in bytes
/// @param tail where in the ring the record of `in` will begin, in bytes
/// @param sendingEnd id of the participant that holds the sending end
/// @param receivingEnd id of the participant that holds the receiving end
/// @param listed the records from the head on, [#MOST_LISTED] of them at most
public record PairInterior(
    long ringBytes,
    long in,
    long out,
    long head,
    long tail,
    OptionalLong sendingEnd,
    OptionalLong receivingEnd,
    List<RecordSnapshot> listed)
    implements Interior {
  /// The most records that are listed.
  public static final int MOST_LISTED = 128;
}
