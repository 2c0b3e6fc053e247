// SPDX-License-Identifier: Apache-2.0
package dure.mqueue;

import dure.linux.Files;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel tells of a queue beside its attributes: it can be read like a file, as `QSIZE:12
/// NOTIFY:2 SIGNO:0 NOTIFY_PID:4711`. No mount is needed for that.
public final class QueueNotes {
  private static final Pattern FIELD = Pattern.compile("([A-Z_]+):([0-9]+)");
  private static final int MOST_TEXT = 200;

  private QueueNotes() {}

  /// In words, for a status.
  public static Map<String, String> of(int fd) {
    Map<String, String> fields = read(fd);
    Map<String, String> notes = new TreeMap<>();
    notes.put("bytes of messages", fields.getOrDefault("QSIZE", "unknown"));
    if (!fields.getOrDefault("NOTIFY_PID", "0").equals("0")) {
      notes.put("registered for notification", "pid " + fields.get("NOTIFY_PID"));
    }
    return notes;
  }

  /// The process that is registered for its notification, as far as it can be told from here.
  public static String holder(int fd) {
    String pid = read(fd).getOrDefault("NOTIFY_PID", "0");
    return pid.equals("0") ? "a process" : "process " + pid;
  }

  private static Map<String, String> read(int fd) {
    byte[] text = new byte[MOST_TEXT];
    int length = Math.max(0, Files.read(fd, text, 0));
    Matcher fields = FIELD.matcher(new String(text, 0, length, StandardCharsets.US_ASCII));
    Map<String, String> found = new TreeMap<>();
    while (fields.find()) {
      found.put(fields.group(1), fields.group(2));
    }
    return found;
  }
}
