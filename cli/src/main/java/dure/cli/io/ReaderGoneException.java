// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import java.io.IOException;
import java.io.Serial;

/// The reader of our output has ended, as `head` does when it has enough: a reason to end quietly.
public final class ReaderGoneException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  ReaderGoneException(IOException cause) {
    super("the reader of standard output is gone", cause);
  }
}
