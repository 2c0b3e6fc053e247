// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import static dure.cli.doctor.Verdict.OK;
import static dure.cli.doctor.Verdict.WARNING;
import static dure.cli.doctor.Verdict.WRONG;

import dure.Namespace;
import dure.cli.options.ByteSize;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All limits that a mailbox, a region or a lock can meet, read now, each with a remedy if the
/// value found is a low one.
public final class LimitChecks {
  private static final String SHARED_MEMORY = Namespace.DEFAULT.directory();
  private static final String SOFT_LIMIT = "prlimit --pid $$ --";
  private static final double LITTLE_ROOM = 0.1;
  private static final String UNLIMITED = "unlimited";

  private final List<LimitCheck> all = new ArrayList<>();

  private LimitChecks() {}

  /// Reads them.
  public static List<LimitCheck> read() {
    LimitChecks limits = new LimitChecks();
    limits.namespace();
    limits.sharedMemory();
    limits.pipes();
    limits.posixQueues();
    limits.systemV();
    limits.sockets();
    limits.process();
    return limits.all;
  }

  private void namespace() {
    Namespace namespace = Namespace.current();
    String directory = namespace.directory();
    add(
        "mailboxes",
        "namespace",
        OK,
        directory,
        "where mailboxes have their names; no other namespace sees them",
        "");
    if (!namespace.isDefault()) {
      room(
          "mailboxes",
          directory,
          "all mailboxes of this namespace together",
          "use a larger file system, or a namespace in one");
    }
  }

  private void sharedMemory() {
    room(
        "shared memory",
        SHARED_MEMORY,
        "all mailboxes and POSIX regions together",
        "mount -o remount,size=100% /dev/shm; in a container, docker run --shm-size=2g");
    sysctl("regions", "kernel.shmmax", "bytes of one System V segment", "17179869184");
    sysctl("regions", "kernel.shmall", "pages of all System V segments", "4194304");
    sysctl("regions", "kernel.shmmni", "System V segments", "4096");
  }

  private void room(String mechanism, String directory, String meaning, String remedy) {
    try {
      FileStore store = Files.getFileStore(Path.of(directory));
      long free = store.getUsableSpace();
      Verdict verdict = free < store.getTotalSpace() * LITTLE_ROOM ? WARNING : OK;
      String value = new ByteSize(store.getTotalSpace()) + ", " + new ByteSize(free) + " free";
      add(mechanism, directory, free == 0 ? WRONG : verdict, value, meaning, remedy);
    } catch (IOException absent) {
      add(mechanism, directory, WRONG, "", meaning, "mount -t tmpfs tmpfs " + directory);
    }
  }

  private void pipes() {
    sysctl("pipes", "fs.pipe-max-size", "bytes that a user may make a pipe hold", "1048576");
    sysctl("pipes", "fs.pipe-user-pages-soft", "pages of all pipes of a user", "16384");
  }

  private void posixQueues() {
    sysctl("posix queues", "fs.mqueue.msg_max", "messages a user may make a queue hold", "1024");
    sysctl("posix queues", "fs.mqueue.msgsize_max", "bytes of one message", "1048576");
    sysctl("posix queues", "fs.mqueue.queues_max", "queues of the system", "256");
    soft(
        "posix queues",
        "ulimit -q",
        "Max msgqueue size",
        "bytes of all queues of a user",
        "msgqueue",
        "819200");
    boolean mounted = SystemFile.MOUNTS.read().lines().anyMatch(line -> line.contains(" mqueue "));
    add(
        "posix queues",
        "mqueue file system",
        mounted ? OK : WARNING,
        mounted ? "mounted" : "not mounted",
        "whether queues can be listed",
        "mkdir -p /dev/mqueue; mount -t mqueue none /dev/mqueue");
  }

  private void systemV() {
    sysctl("System V queues", "kernel.msgmax", "bytes of one message", "65536");
    sysctl(
        "System V queues", "kernel.msgmnb", "bytes that a user may make a queue hold", "1048576");
    sysctl("System V queues", "kernel.msgmni", "queues of the system", "1024");
    sysctl(
        "System V semaphores",
        "kernel.sem",
        "semaphores of a set, of all, calls at once, sets",
        "250 32000 32 128");
  }

  private void sockets() {
    sysctl("sockets", "net.core.somaxconn", "connections that wait to be accepted", "4096");
    sysctl("sockets", "net.core.wmem_max", "bytes that a socket may keep to send", "212992");
    sysctl("sockets", "net.core.rmem_max", "bytes that a socket may keep received", "212992");
    sysctl("sockets", "net.unix.max_dgram_qlen", "datagrams that wait at a Unix socket", "512");
  }

  private void process() {
    soft(
        "descriptors",
        "ulimit -n",
        "Max open files",
        "files, sockets and pipes of a process",
        "nofile",
        "1024");
    sysctl("descriptors", "fs.file-max", "files, sockets and pipes of the system", "1048576");
    sysctl("threads", "kernel.threads-max", "threads of the system", "32768");
  }

  /// A limit in a file of `/proc/sys`: one number, or several.
  ///
  /// @param serves the least value that serves most
  private void sysctl(String mechanism, String name, String meaning, String serves) {
    String value = SystemFile.sysctl(name).read().strip().replace('\t', ' ');
    String better = atLeast(value, serves);
    String argument = better.indexOf(' ') < 0 ? better : "'" + better + "'";
    add(
        mechanism,
        name,
        better.equals(value) || value.isEmpty() ? OK : WARNING,
        value,
        meaning,
        "sysctl -w " + name + "=" + argument);
  }

  /// The greater of two limits, number by number.
  private static String atLeast(String value, String serves) {
    String[] found = value.split(" +", -1);
    String[] wanted = serves.split(" +", -1);
    if (found.length != wanted.length) {
      return value;
    }
    String[] better = new String[found.length];
    Arrays.setAll(better, i -> new BigInteger(found[i]).max(new BigInteger(wanted[i])).toString());
    return value.isEmpty() ? value : String.join(" ", better);
  }

  /// The soft limit of this process.
  private void soft(
      String mechanism, String name, String line, String meaning, String option, String serves) {
    String value =
        SystemFile.LIMITS
            .read()
            .lines()
            .filter(text -> text.startsWith(line))
            .map(text -> text.substring(line.length()).strip().split(" +", -1)[0])
            .findFirst()
            .orElse("");
    boolean low =
        !value.isEmpty()
            && !value.equals(UNLIMITED)
            && new BigInteger(value).compareTo(new BigInteger(serves)) < 0;
    add(mechanism, name, low ? WARNING : OK, value, meaning, SOFT_LIMIT + option + "=" + serves);
  }

  private void add(
      String mechanism, String name, Verdict verdict, String value, String meaning, String remedy) {
    String needed = verdict == OK ? "" : remedy;
    all.add(new LimitCheck(mechanism, name, verdict, value, meaning, needed));
  }
}
