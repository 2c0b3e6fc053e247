// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/// What the command line says at one place of a [Syntax], once it has been read.
///
/// @param <T> what it can be
public final class Value<T extends @Nullable Object> {
  private final ArgSpec place;

  Value(ArgSpec place) {
    this.place = place;
  }

  /// What was said there, or what that place holds when nothing is said.
  public T get() {
    return place.getValue();
  }
}
