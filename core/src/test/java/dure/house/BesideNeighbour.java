// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

/// Tests during which a neighbour makes objects that stay.
final class BesideNeighbour {
  @RepeatedTest(2)
  void a_neighbour_makes_objects() throws Exception {
    System.out.println("make");
    assertThat(System.in.read()).isEqualTo('\n');
  }
}
