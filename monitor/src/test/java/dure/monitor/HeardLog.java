// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Hears what the log of this process gets under the name `dure`, until it is closed.
final class HeardLog extends Handler implements AutoCloseable {
  private final Logger log = Logger.getLogger("dure");
  private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

  HeardLog() {
    log.addHandler(this);
  }

  List<LogRecord> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
  }
}
