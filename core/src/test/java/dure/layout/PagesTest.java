// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is mapped for itself, or gets and loses its memory for itself, is made of whole pages.
class PagesTest {
  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 16 << 10, 64 << 10})
  void a_ring_a_directory_and_the_bays_of_a_segment_are_whole_pages(int page) {
    assertThat(SegmentLayout.CELLS * CellLayout.BYTES % page).isZero();
    for (long size = 1; size < 200_000; size = size * 3 / 2 + 1) {
      assertThat(PairLayout.ringBytes(7, size, page) % page).isZero();
      int cells = SegmentLayout.cells(size, page);
      assertThat(cells).isPositive();
      assertThat(cells % SegmentLayout.CELLS).isZero();
      assertThat(SegmentLayout.directoryBytes(cells, page) % page).isZero();
      long stride = SegmentLayout.bayStride(size, page);
      assertThat(stride).isGreaterThanOrEqualTo(size <= CellLayout.SHORT_BYTES ? 0 : size);
      assertThat(SegmentLayout.CELLS * stride % page).as("bays of a segment").isZero();
      if (SegmentLayout.havePages(stride)) {
        assertThat(stride % page).as("pages of their own").isZero();
      }
    }
  }
}
