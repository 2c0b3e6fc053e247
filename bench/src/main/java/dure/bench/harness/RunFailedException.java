// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import java.io.Serial;

/// A run without a result.
public final class RunFailedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  RunFailedException(String why) {
    super(why);
  }
}
