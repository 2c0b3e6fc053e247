// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What waits for a page that does not fetch it.
class ViewerTest {
  /// An hour at 25 moments a second.
  private static final int AN_HOUR = 90_000;

  @Test
  void a_page_that_fetches_nothing_for_an_hour_keeps_a_few_moments_and_the_newest()
      throws InterruptedException {
    Viewer viewer = new Viewer(40);
    for (int moment = 1; moment <= AN_HOUR; moment++) {
      viewer.show(Integer.toString(moment));
    }
    int first = AN_HOUR - Viewer.MOST_WAITING + 1;
    for (int moment = first; moment <= AN_HOUR; moment++) {
      assertThat(viewer.next(0)).isEqualTo(Integer.toString(moment));
    }
    assertThat(viewer.next(0)).isNull();
    assertThat(Viewer.MOST_WAITING).isLessThanOrEqualTo(64);
  }
}
