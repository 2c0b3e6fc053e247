// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.Mailbox;
import dure.MailboxStatus;
import java.util.List;
import java.util.stream.Collectors;

/// A look at the machine's real mailboxes, again and again, for one page.
public final class MachineView implements AutoCloseable {
  /// The most mailboxes that one look tells of; how many there are is told too.
  private static final int MOST = 1000;

  private static final long ALL_MILLIS = 1000;
  private static final long ONE_MILLIS = 100;
  private static final long MOST_MILLIS = 5000;

  /// A look takes at most this part of the time: the more there is to see, the rarer are the looks.
  private static final int SHARE = 20;

  private final String address;
  private final Viewer viewer = new Viewer(ONE_MILLIS);
  private volatile boolean closed;

  /// @param address of one mailbox, or empty for all
  public MachineView(String address) {
    this.address = address;
  }

  /// Begins to look; what is seen is shown to the viewer.
  public Viewer open() {
    Thread.ofVirtual().name("machine").start(this::look);
    return viewer;
  }

  private void look() {
    try {
      String before = "";
      while (!closed) {
        long began = System.nanoTime();
        String now = address.isEmpty() ? all() : MailboxText.of(address);
        if (!now.equals(before)) {
          viewer.show("{\"t\":" + System.currentTimeMillis() + ",\"seen\":" + now + "}");
          before = now;
        }
        long took = (System.nanoTime() - began) / 1_000_000;
        long least = address.isEmpty() ? ALL_MILLIS : ONE_MILLIS;
        Thread.sleep(Math.max(least, Math.min(MOST_MILLIS, SHARE * took)));
      }
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
    }
  }

  private static String all() {
    List<MailboxStatus> all = Mailbox.list();
    return all.stream()
        .limit(MOST)
        .map(status -> MailboxText.of(status.address().toString()))
        .collect(Collectors.joining(",", "{\"count\":" + all.size() + ",\"mailboxes\":[", "]}"));
  }

  @Override
  public void close() {
    closed = true;
  }
}
