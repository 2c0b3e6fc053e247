// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException;

/// A process that tries what it may do with a file, and says what came of each.
final class Opener {
  private Opener() {}

  /// @param arguments the name
  public static void main(String[] arguments) {
    System.out.println("to use: " + open(arguments[0], true));
    System.out.println("to look at: " + open(arguments[0], false));
    System.out.println("to remove: " + remove(arguments[0]));
  }

  private static String open(String name, boolean writable) {
    try {
      SharedFile.open(name, writable).close();
      return "opened";
    } catch (DureException refused) {
      return said(refused);
    }
  }

  private static String remove(String name) {
    try (SharedFile file = SharedFile.open(name, true)) {
      file.unlink();
      return "removed";
    } catch (DureException refused) {
      return said(refused);
    }
  }

  private static String said(DureException refused) {
    return refused.getClass().getSimpleName() + ": " + refused.getMessage();
  }
}
