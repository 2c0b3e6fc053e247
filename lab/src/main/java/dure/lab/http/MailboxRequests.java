// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import dure.lab.run.MachineView;
import dure.lab.run.Viewer;
import java.io.IOException;

/// Requests about the machine's mailboxes: `/api/mailboxes` as a stream, all of them once a second;
/// with an address behind a question mark, one of them, oftener.
final class MailboxRequests {

  void handle(Exchange exchange) throws IOException, InterruptedException {
    if (!exchange.path().equals("/api/mailboxes") || !exchange.method().equals("GET")) {
      exchange.answerError(404, "there is nothing at this path");
      return;
    }
    String query = exchange.query();
    try (MachineView view = new MachineView(query)) {
      Viewer viewer = view.open();
      EventStream.send(exchange.answerStream("text/event-stream"), viewer, () -> false);
    }
  }
}
