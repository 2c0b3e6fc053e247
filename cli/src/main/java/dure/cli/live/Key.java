// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

/// A key that was pressed.
///
/// @param name which, if it is none that writes a character
/// @param character what it writes
public record Key(Name name, char character) {
  /// Keys that write nothing.
  public enum Name {
    CHARACTER,
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    ENTER,
    ESCAPE,
    BACKSPACE,
    /// No key within the time.
    NONE,
    /// The terminal is gone, or the user has interrupted.
    END
  }

  static Key of(Name name) {
    return new Key(name, '\0');
  }

  public boolean is(char wanted) {
    return name == Name.CHARACTER && character == wanted;
  }
}
