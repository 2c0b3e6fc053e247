// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import java.util.List;
import java.util.OptionalLong;

/// The inside of a mailbox that keeps its messages in cells: every mailbox in shared memory but a
/// plain pair.
///
/// Position p lies in cell p modulo `cells`. Of a mailbox of up to [#MOST_LISTED] cells every cell
/// is listed. Of a larger one the cells around `in` and `out` are listed, and all of them are
/// counted in sectors; of an unbounded one in segments. Of a rendezvous the offers are listed.
///
/// @param cells how many there are; of a rendezvous, how many offers can stand at once
/// @param in the position that the next claim gets; empty where cells have no order of their own
/// @param out the first position that no receiver has taken or passed, equal to `in` if there is
///   none; where all receive, the place of the slowest listener; empty where `in` is
/// @param listed the cells themselves, by index
/// @param sectors all cells of a large mailbox, counted in up to [#MOST_SECTORS] groups
/// @param segments the oldest and the newest segments of an unbounded mailbox, by index
/// @param segmentsPresent how many segments have memory
/// @param cellsOfSegment how many cells a segment has; 0 where there are no segments
public record CellInterior(
    int cells,
    OptionalLong in,
    OptionalLong out,
    List<CellSnapshot> listed,
    List<SectorSnapshot> sectors,
    List<SegmentSnapshot> segments,
    int segmentsPresent,
    int cellsOfSegment)
    implements Interior {
  /// The most cells of a mailbox that are all listed.
  public static final int MOST_LISTED = 128;

  /// How many cells are listed before `in` and `out`, and after them, where not all are.
  public static final int AROUND = 4;

  /// The most sectors.
  public static final int MOST_SECTORS = 128;

  /// The most segments that are listed: half of them the oldest, half the newest.
  public static final int MOST_SEGMENTS = 16;
}
