// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dure.linux.Struct.IpcPerm;
import dure.linux.Struct.MsqidDs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// System V message queues: the kernel's own, found by key, used by id.
///
/// A message in memory is a `struct msgbuf`: its type, a long from 1 on, and its bytes.
public final class SystemVQueues {
  public static final int IPC_CREAT = 0x200;
  public static final int IPC_EXCL = 0x400;

  /// Do not wait: `ENOMSG` if there is no such message, `EAGAIN` if there is no room.
  public static final int IPC_NOWAIT = 0x800;

  static final int IPC_RMID = 0;
  static final int IPC_SET = 1;
  static final int IPC_STAT = 2;

  /// Where the bytes of a message begin, after its type.
  public static final int TEXT = 8;

  /// Where a queue's key is in its permissions. Not for the test: libraries differ in what they
  /// call it.
  private static final int KEY = 0;

  /// The permission bits of a mode; the others are the kernel's own.
  private static final int PERMISSIONS = 0777;

  private static final int LONGEST_LIMIT = 32;
  private static final int KEY_COLUMN = 0;
  private static final int ID_COLUMN = 1;

  private SystemVQueues() {}

  /// What is known of a queue.
  ///
  /// @param key by which it is found; 0 if only by its id
  /// @param uid owner, which may change and remove it, as may its creator
  /// @param gid the group its mode speaks of
  /// @param creator the user that made it
  /// @param mode permission bits
  /// @param messages how many there are in it
  /// @param bytes of these messages, their contents alone
  /// @param capacity the most bytes it holds, and the most messages
  /// @param lastSender the pid of the last sender, in this pid namespace; 0 if there was none, or
  ///   none that this namespace knows
  /// @param lastReceiver the same of the last receiver
  /// @param sent the time of the last send, in seconds since 1970; 0 if there was none
  /// @param received the time of the last receive, likewise
  /// @param changed when it was made or last changed
  public record Status(
      int key,
      int uid,
      int gid,
      int creator,
      int mode,
      long messages,
      long bytes,
      long capacity,
      int lastSender,
      int lastReceiver,
      long sent,
      long received,
      long changed) {}

  /// A queue of the system, as every user can see it.
  public record Entry(int key, int id) {}

  /// `msgget(2)`: the id of the queue of a key. The permission bits of the flags are what is asked
  /// for, or what a new queue gets, with no mask.
  public static int get(int key, int flags) {
    return (int) SystemCall.MSGGET.call(key, flags);
  }

  /// `msgsnd(2)`; waits for room unless told not to, until a signal or the queue's removal ends it.
  ///
  /// @param message the address of a type and the bytes
  /// @param length how many bytes
  /// @return zero, or −errno
  public static int send(int id, long message, long length, int flags) {
    return (int) SystemCall.MSGSND.call(id, message, length, flags);
  }

  /// `msgrcv(2)`; waits for a message unless told not to, until a signal or the queue's removal
  /// ends it. A message that is longer than the room stays where it is: `E2BIG`.
  ///
  /// @param message where its type and its bytes are to go
  /// @param room how many bytes there are for the latter
  /// @param type 0 for the first of all, k for the first of this type, −k for the lowest up to k
  /// @return how many bytes came, or −errno
  public static long receive(int id, long message, long room, long type, int flags) {
    return SystemCall.MSGRCV.call(id, message, room, type, flags);
  }

  /// `msgctl(IPC_RMID)`: its waiters are woken with `EIDRM`.
  public static int remove(int id) {
    return (int) SystemCall.MSGCTL.call(id, IPC_RMID, 0);
  }

  /// `msgctl(IPC_SET)`: owner, group, mode and capacity, all at once.
  public static int change(int id, int uid, int gid, int mode, long capacity) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(MsqidDs.BYTES, JAVA_LONG.byteSize());
      s.set(JAVA_INT, MsqidDs.PERM + IpcPerm.UID, uid);
      s.set(JAVA_INT, MsqidDs.PERM + IpcPerm.GID, gid);
      s.set(JAVA_INT, MsqidDs.PERM + IpcPerm.MODE, mode);
      s.set(JAVA_LONG, MsqidDs.QBYTES, capacity);
      return (int) SystemCall.MSGCTL.call(id, IPC_SET, s.address());
    }
  }

  /// What `msgctl(IPC_STAT)` says; null if it says no, and [#statusError] why.
  public static @Nullable Status status(int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(MsqidDs.BYTES, JAVA_LONG.byteSize());
      return SystemCall.MSGCTL.call(id, IPC_STAT, s.address()) < 0 ? null : status(s);
    }
  }

  /// Zero if this process may look at a queue, or −errno: `EACCES`, `EINVAL` or `EIDRM`.
  public static int statusError(int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(MsqidDs.BYTES, JAVA_LONG.byteSize());
      return (int) SystemCall.MSGCTL.call(id, IPC_STAT, s.address());
    }
  }

  private static Status status(MemorySegment s) {
    return new Status(
        s.get(JAVA_INT, MsqidDs.PERM + KEY),
        s.get(JAVA_INT, MsqidDs.PERM + IpcPerm.UID),
        s.get(JAVA_INT, MsqidDs.PERM + IpcPerm.GID),
        s.get(JAVA_INT, MsqidDs.PERM + IpcPerm.CUID),
        s.get(JAVA_INT, MsqidDs.PERM + IpcPerm.MODE) & PERMISSIONS,
        s.get(JAVA_LONG, MsqidDs.QNUM),
        s.get(JAVA_LONG, MsqidDs.CBYTES),
        s.get(JAVA_LONG, MsqidDs.QBYTES),
        s.get(JAVA_INT, MsqidDs.LSPID),
        s.get(JAVA_INT, MsqidDs.LRPID),
        s.get(JAVA_LONG, MsqidDs.STIME),
        s.get(JAVA_LONG, MsqidDs.RTIME),
        s.get(JAVA_LONG, MsqidDs.CTIME));
  }

  /// All queues of this IPC namespace, also those that this user may not look at.
  public static List<Entry> list() {
    try {
      return java.nio.file.Files.readAllLines(Path.of("/proc/sysvipc/msg"), US_ASCII).stream()
          .skip(1)
          .map(line -> line.strip().split(" +", ID_COLUMN + 2))
          .map(columns ->
              new Entry(
                  Integer.parseInt(columns[KEY_COLUMN]), Integer.parseInt(columns[ID_COLUMN])))
          .toList();
    } catch (IOException noProc) {
      return List.of();
    }
  }

  /// A limit of this IPC namespace.
  ///
  /// @param name `msgmax`, `msgmnb` or `msgmni`
  /// @param otherwise what to believe where it cannot be read
  public static long limit(String name, long otherwise) {
    int fd = Files.open("/proc/sys/kernel/" + name, Files.O_RDONLY, 0);
    if (fd < 0) {
      return otherwise;
    }
    try {
      // In one go: there is nothing to read in the middle of such a file.
      byte[] digits = new byte[LONGEST_LIMIT];
      int length = Files.read(fd, digits, 0);
      return length > 0
          ? Long.parseLong(new String(digits, 0, length, US_ASCII).strip())
          : otherwise;
    } finally {
      Files.close(fd);
    }
  }
}
