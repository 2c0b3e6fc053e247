// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether there are processors for two.
class CpuSetTest {
  @ParameterizedTest
  @CsvSource({"0,false", "0-1,true", "'0,2',true", "'0-3,6',true", "17,false"})
  void a_list_of_processors_is_understood(String list, boolean several) {
    assertThat(CpuSet.areSeveral(list)).isEqualTo(several);
  }
}
