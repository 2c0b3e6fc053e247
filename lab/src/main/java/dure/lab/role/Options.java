// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import java.util.LinkedHashMap;
import java.util.Map;

/// The choices of one process, from its command line: `key=value` each.
///
/// @param letter by which the page knows the process
/// @param values by name
record Options(String letter, Map<String, String> values) {

  /// The options after the kind of role and the letter.
  static Options of(String[] arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 2; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      values.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    return new Options(arguments[1], values);
  }

  /// A choice that every process of this role has.
  String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the role of " + letter + " needs " + name);
    }
    return value;
  }

  /// A choice, or what stands for it when none was made.
  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /// A whole number, or what stands for it when none was given.
  int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  /// Whether a choice is `true`.
  boolean is(String name) {
    return get(name, "").equals("true");
  }
}
