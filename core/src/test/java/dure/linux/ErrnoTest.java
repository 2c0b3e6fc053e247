// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Errors are told by name where there is one.
class ErrnoTest {
  @Test
  void an_error_is_described_by_name_and_meaning() {
    assertThat(Errno.describe(-13)).isEqualTo("EACCES (permission denied)");
    assertThat(Errno.describe(-4000)).isEqualTo("errno 4000");
  }

  @Test
  void a_result_is_an_error_only_below_zero() {
    assertThat(Errno.EACCES.is(-13)).isTrue();
    assertThat(Errno.EACCES.is(13)).isFalse();
    assertThat(Errno.EACCES.is(-14)).isFalse();
  }

  @Test
  void a_failed_call_is_thrown_with_its_error() {
    assertThat(KernelException.check("x", 5L << 40)).isEqualTo(5L << 40);
    assertThatThrownBy(() -> KernelException.check("fly", -13))
        .isInstanceOfSatisfying(
            KernelException.class,
            e -> {
              assertThat(e.is(Errno.EACCES)).isTrue();
              assertThat(e.is(Errno.EPERM)).isFalse();
            })
        .hasMessage("fly failed: EACCES (permission denied)");
  }
}
