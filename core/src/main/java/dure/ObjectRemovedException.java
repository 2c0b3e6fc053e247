// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A region, lock or socket was removed, or its other side went away, while this process used it.
public final class ObjectRemovedException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public ObjectRemovedException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
