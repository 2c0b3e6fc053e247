// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The random word that a page must show with every request, so that no other user of the machine
/// and no other page can use the lab.
///
/// @param text the word
record AccessKey(String text) {
  private static final int BYTES = 24;
  private static final String SCHEME = "Bearer ";

  /// A new one.
  static AccessKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new AccessKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// Whether an `Authorization` header shows it.
  boolean isShownBy(@Nullable String header) {
    return header != null
        && header.startsWith(SCHEME)
        && MessageDigest.isEqual(bytes(header.substring(SCHEME.length())), bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
