// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the host says to a request.
///
/// @param kind how it stands
/// @param body what there is to say
/// @param nonsense what to throw if that cannot be meant
record Answer(Kind kind, WireReader body, Supplier<RuntimeException> nonsense) {
  static final Kind[] KINDS = Kind.values();

  /// That nothing came of a request, as far as this side knows.
  static final Answer CANCELLED =
      new Answer(
          Kind.CANCELLED,
          new WireReader(new byte[0]),
          () -> new IllegalStateException("there is nothing to read"));

  /// Reads what there is to say.
  <T extends @Nullable Object> T read(Function<WireReader, T> meaning) {
    return body.as(meaning, nonsense);
  }

  /// How a request stands.
  enum Kind {
    /// Done.
    DONE,
    /// A first answer: it goes on.
    GOES_ON,
    /// It failed, and the body says how.
    FAILED,
    /// It was cancelled before anything came of it.
    CANCELLED
  }
}
