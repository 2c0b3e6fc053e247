// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a sender says of a message beside its contents: text by keys of text, in the order of the
/// keys. Keys of general meaning are constants here; any other key is the program's own.
///
/// @param all the text by its keys; a key has no colon, and neither has a line break
public record Headers(SortedMap<String, String> all) {
  /// What the contents are, as a media type: `application/json`.
  public static final String CONTENT_TYPE = "content-type";

  /// The address of the mailbox that takes the reply.
  public static final String REPLY_TO = "reply-to";

  /// What a message and its reply have in common.
  public static final String CORRELATION_ID = "correlation-id";

  /// When the message was sent, as [Instant] writes it.
  public static final String SENT_AT = "sent-at";

  /// No headers.
  public static final Headers NONE = new Headers(new TreeMap<>());

  /// @throws IllegalArgumentException if a key is empty or contains a colon, or either contains a
  ///   line break
  public Headers {
    all.forEach(Headers::require);
    all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
  }

  private static void require(String key, String value) {
    if (key.isEmpty() || key.indexOf(':') >= 0 || key.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "a header's key has at least one character, and no colon or line break: '" + key + "'");
    }
    if (value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("header '" + key + "' has a line break in its value");
    }
  }

  /// One header.
  public static Headers of(String key, String value) {
    return NONE.with(key, value);
  }

  /// These headers and one more, in the place of any that has its key.
  public Headers with(String key, String value) {
    SortedMap<String, String> more = new TreeMap<>(all);
    more.put(key, value);
    return new Headers(more);
  }

  /// These headers and the present time, under [#SENT_AT].
  public Headers sentNow() {
    return with(SENT_AT, Instant.now().toString());
  }

  /// The value of a key, or null.
  public @Nullable String get(String key) {
    return all.get(key);
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /// As they lie in a message: a line each, `key: value`.
  String text() {
    StringBuilder lines = new StringBuilder();
    all.forEach((key, value) -> lines.append(key).append(": ").append(value).append('\n'));
    return lines.toString();
  }

  /// @throws IllegalArgumentException if a line has no colon
  static Headers parse(String text) {
    SortedMap<String, String> parsed = new TreeMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon < 1) {
        throw new IllegalArgumentException("a header is 'key: value', not '" + line + "'");
      }
      parsed.put(line.substring(0, colon), line.substring(colon + 2));
    }
    return parsed.isEmpty() ? NONE : new Headers(parsed);
  }
}
