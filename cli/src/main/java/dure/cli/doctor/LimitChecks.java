// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import dure.Namespace;
import dure.cli.options.ByteSize;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All limits that a mailbox, a region or a lock can meet, read now.
public final class LimitChecks {
  private static final String SHARED_MEMORY = Namespace.DEFAULT.directory();
  private static final String SOFT_LIMIT = "prlimit --pid $$ --";

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
        directory,
        "where mailboxes have their names; no other namespace sees them",
        "for a private one: dure --namespace DIR, or " + Namespace.VARIABLE + "=DIR");
    if (!namespace.isDefault()) {
      add(
          "mailboxes",
          directory,
          room(directory),
          "all mailboxes of this namespace together",
          "a larger file system, or a namespace in one");
    }
  }

  private void sharedMemory() {
    add(
        "shared memory",
        SHARED_MEMORY,
        room(SHARED_MEMORY),
        "all mailboxes and POSIX regions together",
        "mount -o remount,size=2G /dev/shm; in a container, docker run --shm-size=2g");
    add(
        "shared memory",
        RemoveIpc.NAME,
        RemoveIpc.read(Path.of("/")),
        "whether a user's last logout removes that user's mailboxes and regions, in use or not",
        "RemoveIPC=no in /etc/systemd/logind.conf, or run the program as a system user");
    sysctl("regions", "kernel.shmmax", "bytes of one System V segment", "17179869184");
    sysctl("regions", "kernel.shmall", "pages of all System V segments", "4194304");
    sysctl("regions", "kernel.shmmni", "System V segments", "4096");
  }

  private static String room(String directory) {
    try {
      FileStore store = Files.getFileStore(Path.of(directory));
      return new ByteSize(store.getTotalSpace())
          + ", "
          + new ByteSize(store.getUsableSpace())
          + " free";
    } catch (IOException absent) {
      return "";
    }
  }

  private void pipes() {
    sysctl("pipes", "fs.pipe-max-size", "bytes that a user may make a pipe hold", "4194304");
    sysctl("pipes", "fs.pipe-user-pages-soft", "pages of all pipes of a user", "65536");
  }

  private void posixQueues() {
    sysctl("posix queues", "fs.mqueue.msg_max", "messages a user may make a queue hold", "1024");
    sysctl("posix queues", "fs.mqueue.msgsize_max", "bytes of one message", "1048576");
    sysctl("posix queues", "fs.mqueue.queues_max", "queues of the system", "1024");
    add(
        "posix queues",
        "ulimit -q",
        ofProcess("Max msgqueue size"),
        "bytes of all queues of a user",
        SOFT_LIMIT + "msgqueue=67108864");
    add(
        "posix queues",
        "mqueue file system",
        isMqueueMounted() ? "mounted" : "not mounted",
        "whether queues can be listed",
        "mkdir -p /dev/mqueue; mount -t mqueue none /dev/mqueue");
  }

  private static boolean isMqueueMounted() {
    return contents("/proc/self/mounts").lines().anyMatch(line -> line.contains(" mqueue "));
  }

  private void systemV() {
    sysctl("System V queues", "kernel.msgmax", "bytes of one message", "65536");
    sysctl(
        "System V queues", "kernel.msgmnb", "bytes that a user may make a queue hold", "1048576");
    sysctl("System V queues", "kernel.msgmni", "queues of the system", "32000");
    sysctl(
        "System V semaphores",
        "kernel.sem",
        "semaphores of a set, of all, calls at once, sets",
        "'250 256000 100 1024'");
  }

  private void sockets() {
    sysctl("sockets", "net.core.somaxconn", "connections that wait to be accepted", "4096");
    sysctl("sockets", "net.core.wmem_max", "bytes that a socket may keep to send", "4194304");
    sysctl("sockets", "net.core.rmem_max", "bytes that a socket may keep received", "4194304");
    sysctl("sockets", "net.unix.max_dgram_qlen", "datagrams that wait at a Unix socket", "512");
  }

  private void process() {
    add(
        "descriptors",
        "ulimit -n",
        ofProcess("Max open files"),
        "files, sockets and pipes of a process",
        SOFT_LIMIT + "nofile=65536");
    sysctl("descriptors", "fs.file-max", "files, sockets and pipes of the system", "1048576");
    sysctl("threads", "kernel.threads-max", "threads of the system", "262144");
    add(
        "kernel",
        "release",
        contents("/proc/sys/kernel/osrelease").strip(),
        "5.16 and later wait at several mailboxes in one call; before, every millisecond",
        "a newer kernel");
  }

  /// A limit in a file of `/proc/sys`.
  ///
  /// @param raised a value that serves most
  private void sysctl(String mechanism, String name, String meaning, String raised) {
    String value = contents("/proc/sys/" + name.replace('.', '/')).strip().replace('\t', ' ');
    add(mechanism, name, value, meaning, "sysctl -w " + name + "=" + raised);
  }

  private void add(String mechanism, String name, String value, String meaning, String remedy) {
    all.add(new LimitCheck(mechanism, name, value, meaning, remedy));
  }

  /// The soft limit of this process.
  private static String ofProcess(String name) {
    return contents("/proc/self/limits")
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split(" +", -1)[0])
        .findFirst()
        .orElse("");
  }

  private static String contents(String file) {
    // Not Files.readString: that begins with one byte, and a file of /proc/sys has an end after
    // that.
    try (InputStream input = new FileInputStream(file)) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException notTold) {
      return "";
    }
  }
}
