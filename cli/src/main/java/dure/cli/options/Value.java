// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/// What the command line says at one place of a [Syntax], once it has been read.
///
/// @param <T> what it can be
public final class Value<T extends @Nullable Object> {
  private final ArgSpec place;
  private final T unsaid;

  /// @param place where the parser puts it
  /// @param unsaid what it is if nothing is said there; the parser forgets that of a choice
  Value(ArgSpec place, T unsaid) {
    this.place = place;
    this.unsaid = unsaid;
  }

  /// What was said there, or what it is if nothing was.
  public T get() {
    T said = place.getValue();
    return said == null ? unsaid : said;
  }

  /// Does something with what was said there, if something was.
  public void ifSaid(Consumer<T> action) {
    T said = place.getValue();
    if (said != null) {
      action.accept(said);
    }
  }
}
