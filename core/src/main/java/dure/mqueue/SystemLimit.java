// SPDX-License-Identifier: Apache-2.0
package dure.mqueue;

import dure.linux.Files;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A limit of the system on message queues, as it is now for this process: those under
/// `/proc/sys/fs/mqueue` are of its IPC namespace, and one is of its user.
public enum SystemLimit {
  /// The most messages a queue can be made for, without `CAP_SYS_RESOURCE`.
  MOST_MESSAGES("fs.mqueue.msg_max", 10),
  /// The longest messages a queue can be made for, in bytes, without `CAP_SYS_RESOURCE`.
  LARGEST_MESSAGE("fs.mqueue.msgsize_max", 8192),
  /// The capacity where none is chosen.
  USUAL_MESSAGES("fs.mqueue.msg_default", 10),
  /// The longest message where none is chosen, in bytes.
  USUAL_MESSAGE("fs.mqueue.msgsize_default", 8192),
  /// The most queues in the IPC namespace, without `CAP_SYS_RESOURCE`.
  MOST_QUEUES("fs.mqueue.queues_max", 256),
  /// The bytes that all queues a user has created may take together, `ulimit -q`; [Long#MAX_VALUE]
  /// for no limit.
  BYTES_OF_USER("RLIMIT_MSGQUEUE", 819_200) {
    @Override
    public long value() {
      return resourceLimit(usual());
    }
  };

  private static final int MOST_DIGITS = 32;
  private static final String RESOURCE = "Max msgqueue size";

  private final String limit;
  private final long usual;

  SystemLimit(String limit, long usual) {
    this.limit = limit;
    this.usual = usual;
  }

  /// What the system calls it.
  public String title() {
    return limit;
  }

  /// The kernel's own default.
  public long usual() {
    return usual;
  }

  /// How much it is now. Where `/proc` is missing, what it usually is.
  public long value() {
    // In one read: the second one finds such a file at its end, however little the first one took.
    int fd = Files.open("/proc/sys/" + limit.replace('.', '/'), Files.O_RDONLY, 0);
    if (fd < 0) {
      return usual;
    }
    try {
      byte[] digits = new byte[MOST_DIGITS];
      int length = Math.max(0, Files.read(fd, digits, 0));
      return Long.parseLong(new String(digits, 0, length, StandardCharsets.US_ASCII).strip());
    } catch (NumberFormatException unreadable) {
      return usual;
    } finally {
      Files.close(fd);
    }
  }

  private static long resourceLimit(long otherwise) {
    try {
      for (String line : java.nio.file.Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith(RESOURCE)) {
          String soft =
              List.of(line.substring(RESOURCE.length()).strip().split(" +", -1)).getFirst();
          return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        }
      }
    } catch (IOException | NumberFormatException unreadable) {
      return otherwise;
    }
    return otherwise;
  }
}
