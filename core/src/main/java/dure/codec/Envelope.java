// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import java.util.Objects;

/// A value with headers. [Codecs#envelope] makes messages of it.
///
/// @param headers what its sender says of it
/// @param body the value
/// @param <T> the values, never null
public record Envelope<T>(Headers headers, T body) {
  /// A value with headers.
  public Envelope {
    Objects.requireNonNull(headers);
    Objects.requireNonNull(body);
  }

  /// A value without headers.
  public static <T> Envelope<T> of(T body) {
    return new Envelope<>(Headers.NONE, body);
  }

  /// The same, with one more header.
  public Envelope<T> with(String key, String value) {
    return new Envelope<>(headers.with(key, value), body);
  }
}
