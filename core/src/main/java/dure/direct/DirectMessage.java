// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import java.nio.charset.StandardCharsets;

/// A message from one process to another.
///
/// @param from the name its sender had
/// @param bytes its contents
@SuppressWarnings("ArrayRecordComponent") // handed over whole, to its one receiver
public record DirectMessage(String from, byte[] bytes) {
  /// The contents as text in UTF-8.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
