// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Processes: this one's numbers, and a handle on another that a reused pid cannot fool.
public final class Processes {
  private static final int FIELDS_FROM_STATE_TO_START_TIME = 19;
  private static final String UNDECODABLE = "\uFFFD";

  private Processes() {}

  /// `getpid(2)`: the number of this process in its own pid namespace.
  public static int pid() {
    return (int) SystemCall.GETPID.call();
  }

  /// `geteuid(2)`.
  public static int uid() {
    return (int) SystemCall.GETEUID.call();
  }

  /// `getegid(2)`.
  public static int gid() {
    return (int) SystemCall.GETEGID.call();
  }

  /// When a process started, in clock ticks since boot: with the pid it names the process in this
  /// namespace for good. Zero if there is no such process.
  public static long startTime(int pid) {
    try {
      String stat = read("/proc/" + pid + "/stat");
      // The second field is the command in parentheses and may hold anything, so count from its
      // end.
      String afterCommand = stat.substring(stat.lastIndexOf(')') + 2);
      return Long.parseLong(afterCommand.split(" ", -1)[FIELDS_FROM_STATE_TO_START_TIME]);
    } catch (IOException gone) {
      return 0;
    }
  }

  /// What never changes while this process lives, read once: each opening of a mailbox asks for it.
  private static final class Own {
    private static final long START_TIME = startTime(pid());
    private static final long PID_NAMESPACE = readPidNamespace();
  }

  /// When this process started, as [#startTime(int)].
  public static long startTime() {
    return Own.START_TIME;
  }

  /// The short name of this process. The kernel keeps 15 bytes of it; a character that was cut in
  /// two is left out.
  public static String command() {
    String command = commandOf("self");
    return command.isEmpty() ? "unknown" : command;
  }

  /// The short name of another process, cut as [#command]'s; empty if there is none of this number.
  public static String command(int pid) {
    return commandOf(Integer.toString(pid));
  }

  private static String commandOf(String process) {
    try {
      String command = read("/proc/" + process + "/comm").strip();
      return command.endsWith(UNDECODABLE)
          ? command.substring(0, command.length() - UNDECODABLE.length())
          : command;
    } catch (IOException gone) {
      return "";
    }
  }

  /// Decodes leniently: a command's name is any bytes, and may end in the middle of a character.
  private static String read(String file) throws IOException {
    return new String(java.nio.file.Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
  }

  /// The inode of this process's pid namespace: pids compare only within one. Zero where `/proc` is
  /// missing.
  public static long pidNamespace() {
    return Own.PID_NAMESPACE;
  }

  private static long readPidNamespace() {
    int fd = Files.open("/proc/self/ns/pid", Files.O_RDONLY, 0);
    if (fd < 0) {
      return 0;
    }
    try {
      return Files.status(fd).inode();
    } finally {
      Files.close(fd);
    }
  }

  /// `pidfd_open(2)`: a descriptor that stands for the process itself; `ESRCH` if there is none.
  public static int open(int pid) {
    return (int) SystemCall.PIDFD_OPEN.call(pid, 0);
  }

  /// `pidfd_send_signal(2)`; signal zero only asks whether it is there.
  public static int signal(int pidfd, int signal) {
    return (int) SystemCall.PIDFD_SEND_SIGNAL.call(pidfd, signal, 0, 0);
  }
}
