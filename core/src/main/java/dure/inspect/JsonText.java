// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import java.util.Collection;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// JSON text in the making: one value on one line, properties in the order of the calls. What is
/// not known has no property.
final class JsonText {
  private final StringBuilder text = new StringBuilder(1024);

  /// Whether a comma has to come before the next value.
  private boolean follows;

  /// The text of one object.
  static String object(Consumer<JsonText> properties) {
    JsonText json = new JsonText();
    json.braced(properties);
    return json.text.toString();
  }

  private void braced(Consumer<JsonText> properties) {
    open('{');
    properties.accept(this);
    close('}');
  }

  private void open(char bracket) {
    separate();
    text.append(bracket);
    follows = false;
  }

  private void close(char bracket) {
    text.append(bracket);
    follows = true;
  }

  private void separate() {
    if (follows) {
      text.append(',');
    }
  }

  private JsonText name(String name) {
    separate();
    quote(name);
    text.append(':');
    follows = false;
    return this;
  }

  private void literal(String value) {
    separate();
    text.append(value);
    follows = true;
  }

  void put(String name, long value) {
    name(name).literal(Long.toString(value));
  }

  void put(String name, OptionalLong value) {
    value.ifPresent(known -> put(name, known));
  }

  void put(String name, OptionalInt value) {
    value.ifPresent(known -> put(name, known));
  }

  void put(String name, boolean value) {
    name(name).literal(Boolean.toString(value));
  }

  void put(String name, String value) {
    name(name).string(value);
  }

  /// A constant as its word: in lower case, with hyphens.
  void put(String name, Enum<?> constant) {
    put(name, word(constant));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// An object inside this one.
  void put(String name, Consumer<JsonText> properties) {
    name(name).braced(properties);
  }

  /// An array of objects.
  <T> void array(String name, Collection<T> all, Consumer<T> properties) {
    name(name).open('[');
    all.forEach(each -> braced(json -> properties.accept(each)));
    close(']');
  }

  /// An array of strings.
  void array(String name, Collection<String> all) {
    name(name).open('[');
    all.forEach(this::string);
    close(']');
  }

  private void string(String value) {
    separate();
    quote(value);
    follows = true;
  }

  /// A lone surrogate is escaped: it has no encoding in UTF-8.
  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean pair = Character.isHighSurrogate(c) && isLow(value, i + 1);
      if (pair) {
        text.append(c).append(value.charAt(++i));
      } else if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static boolean isLow(String value, int at) {
    return at < value.length() && Character.isLowSurrogate(value.charAt(at));
  }
}
