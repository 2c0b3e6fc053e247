// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/// The living child processes of the session, and their own, told by the mark in their environment.
final class OurProcesses {
  private OurProcesses() {}

  /// Their ids.
  static LongStream pids() {
    return ProcessHandle.allProcesses().mapToLong(ProcessHandle::pid).filter(OurProcesses::has);
  }

  /// Whether one of them had an id at a time, in seconds, and has it still.
  static boolean had(long pid, long time) {
    return has(pid)
        && ProcessHandle.of(pid)
            .flatMap(process -> process.info().startInstant())
            .filter(start -> start.getEpochSecond() - 1 <= time) // it is known to a second only
            .isPresent();
  }

  private static boolean has(long pid) {
    String mark = "\0" + TestSession.MARK + "=" + TestSession.current().token() + "\0";
    try {
      byte[] all = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
      return ("\0" + new String(all, StandardCharsets.ISO_8859_1)).contains(mark);
    } catch (IOException endedOrAnothers) {
      return false;
    }
  }
}
