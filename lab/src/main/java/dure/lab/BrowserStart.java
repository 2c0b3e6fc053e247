// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/// Opens an address in this user's browser.
final class BrowserStart {
  private BrowserStart() {}

  /// Asks the desktop to open an address. Without a desktop nothing happens: the address is printed
  /// anyway.
  static void open(String address) {
    try {
      Process _ =
          new ProcessBuilder("xdg-open", address)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
    } catch (IOException noDesktop) {
      System.out.println("No browser was found to open it: open that address yourself.");
    }
  }
}
