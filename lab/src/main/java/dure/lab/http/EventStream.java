// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import dure.lab.run.Viewer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// Server-sent events: what a viewer is shown goes to its page until the page has gone.
final class EventStream {
  /// After so long without an event a comment goes out, by which a page that has gone is noticed.
  private static final long QUIET_MILLIS = 3000;

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private EventStream() {}

  /// Sends what a viewer is shown, until the page goes or `ended` says so.
  static void send(OutputStream out, Viewer viewer, BooleanSupplier ended)
      throws InterruptedException {
    try (out) {
      while (!ended.getAsBoolean()) {
        String moment = viewer.next(QUIET_MILLIS);
        out.write(moment == null ? COMMENT : event(moment));
        out.flush();
      }
      out.write("event: end\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException pageHasGone) {
      // Then there is no page to send to.
    }
  }

  private static byte[] event(String json) {
    return ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
