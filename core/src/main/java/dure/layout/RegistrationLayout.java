// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import java.util.List;

/// The registration of a process under a name: memory that the process alone writes, and that it
/// hands to each process of its user that connects to it.
public final class RegistrationLayout {
  /// All of it.
  public static final long BYTES = 4096;

  public static final long STATE = 0;

  /// The process has the name.
  public static final int HELD = 1;

  /// The process has taken another name.
  public static final int GIVEN_UP = 2;

  public static final List<Field> FIELDS =
      List.of(new Field("state", STATE, 4, "1 the process has the name, 2 it has taken another"));

  private RegistrationLayout() {}
}
