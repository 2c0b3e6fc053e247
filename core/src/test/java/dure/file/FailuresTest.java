// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.DureException;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.SystemFailureException;
import dure.SystemLimitException;
import dure.linux.Errno;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the kernel refuses anywhere is what `docs/errors.md` says.
class FailuresTest {
  @Test
  void each_refusal_has_the_exception_of_the_document() {
    Map<Errno, Class<? extends DureException>> meanings =
        Map.of(
            Errno.EACCES, NotPermittedException.class,
            Errno.EPERM, NotPermittedException.class,
            Errno.EMFILE, SystemLimitException.class,
            Errno.ENFILE, SystemLimitException.class,
            Errno.ENOSPC, OutOfSharedMemoryException.class,
            Errno.ENOMEM, OutOfSharedMemoryException.class,
            Errno.EFBIG, OutOfSharedMemoryException.class,
            Errno.EIO, SystemFailureException.class);
    meanings.forEach((errno, meaning) ->
        assertThatThrownBy(() -> Failures.check("m", "do it", -errno.number()))
            .isInstanceOf(meaning)
            .hasMessageContainingAll("'m'", "cannot do it", errno.name()));
    assertThat(Failures.check("m", "do it", 7)).isEqualTo(7);
  }
}
