// SPDX-License-Identifier: Apache-2.0
package dure.lab;

/// What the command line asks for.
///
/// @param help whether it asks for help alone
/// @param open whether to open a browser
/// @param port to use; 0 for the usual one or any
/// @param place of the page to open; empty for the choice of scenarios
record LabOptions(boolean help, boolean open, int port, String place) {
  private static final int MOST_PORT = 65_535;

  /// Reads the arguments of the command.
  ///
  /// @throws IllegalArgumentException if one is wrong; the message says which
  static LabOptions of(String[] arguments) {
    boolean help = false;
    boolean open = true;
    int port = 0;
    String place = "";
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("-h") || argument.equals("--help")) {
        help = true;
      } else if (argument.equals("--no-open")) {
        open = false;
      } else if (argument.equals("--port") && i + 1 < arguments.length) {
        port = port(arguments[++i]);
      } else if (argument.startsWith("--port=")) {
        port = port(argument.substring("--port=".length()));
      } else if (argument.matches("[a-z0-9][a-z0-9-]*") && place.isEmpty()) {
        place = argument;
      } else {
        throw new IllegalArgumentException("'" + argument + "' is no option and no scenario");
      }
    }
    return new LabOptions(help, open, port, place);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= MOST_PORT) {
        return port;
      }
    } catch (NumberFormatException noNumber) {
      // Said below.
    }
    throw new IllegalArgumentException("'" + text + "' is no port: one is from 1 to 65535");
  }
}
