// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.DureException;
import dure.Mailbox;
import dure.memory.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What the processes of a scenario share, and would leave behind: removed by the lab at the end of
/// a run, and by each process when the lab has gone.
public final class SharedObjects {
  private SharedObjects() {}

  /// Removes what the choices of a process name.
  public static void remove(Map<String, String> options) {
    String mailbox = options.getOrDefault("remove", "");
    if (!mailbox.isEmpty()) {
      removeMailbox(mailbox);
    }
    for (String each : options.getOrDefault("addresses", "").split(",", -1)) {
      if (!each.isEmpty()) {
        removeMailbox(each);
      }
    }
    if (options.containsKey("region")) {
      removeRegion(options.getOrDefault("region", ""));
    }
    if (options.containsKey("fifo")) {
      removeFile(Path.of(options.getOrDefault("fifo", "")));
    }
    String socket = options.getOrDefault("socket", "");
    if (socket.startsWith("unix:")) {
      removeFile(Path.of(socket.substring("unix:".length())));
    }
  }

  /// Removes a mailbox, and the file of its address where it has one.
  public static void removeMailbox(String address) {
    try {
      Mailbox.delete(address);
    } catch (DureException gone) {
      // It went with its owner, or another process removed it.
    }
    if (address.startsWith("unix:") || address.startsWith("fifo:")) {
      removeFile(Path.of(address.substring(address.indexOf(':') + 1)));
    }
  }

  private static void removeRegion(String name) {
    try {
      Region.posix(name).remove();
    } catch (DureException gone) {
      // Another process removed it.
    }
  }

  private static void removeFile(Path path) {
    try {
      boolean _ = Files.deleteIfExists(path);
    } catch (IOException kept) {
      // It is no longer ours.
    }
  }
}
