// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// A test JVM that makes one object of each kind, says which, and waits.
final class SessionRole {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final int CREATE = 01000 | 0600;
  private static final int O_CREAT = 0100;

  private SessionRole() {}

  public static void main(String[] arguments) throws Throwable {
    TestSession.begin();
    System.out.println("token " + TestNamespace.token());
    System.out.println("reaper " + SessionReaper.pid());
    processes();
    files();
    systemV();
    String queue = "/" + TestNamespace.name("queue");
    System.out.println("queue " + (makeQueue(queue) < 0 ? "none" : queue));
    System.out.println("ready");
    System.exit(System.in.read() < 0 ? 0 : 1);
  }

  private static void processes() {
    Child child = Child.command("sh", "-c", "sleep 1000 & echo $!; exec sleep 1000");
    System.out.println("child " + child.pid());
    System.out.println("grandchild " + child.line());
  }

  private static void files() throws IOException {
    Files.createFile(TestNamespace.sharedFile("region"));
    Files.createFile(TestNamespace.directory().resolve("dure.orders"));
    String temporary = System.getProperty("java.io.tmpdir");
    Files.createDirectories(Path.of(temporary, TestNamespace.name("directory"), "inner"));
  }

  private static void systemV() throws Throwable {
    try (Child ipcmk = Child.command("ipcmk", "-M", "4096")) {
      String said = ipcmk.line();
      System.out.println("shm " + said.substring(said.lastIndexOf(' ') + 1));
      ipcmk.awaitSuccess();
    }
    int segment =
        (int)
            function("shmget", JAVA_INT, JAVA_LONG, JAVA_INT)
                .invokeExact(SystemVKeys.nextNumber(), 4096L, CREATE);
    System.out.println("shm " + segment);
    int semaphore =
        (int)
            function("semget", JAVA_INT, JAVA_INT, JAVA_INT)
                .invokeExact(SystemVKeys.nextNumber(), 1, CREATE);
    System.out.println("sem " + semaphore);
    int queue =
        (int) function("msgget", JAVA_INT, JAVA_INT).invokeExact(SystemVKeys.nextNumber(), CREATE);
    System.out.println("msg " + queue);
  }

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static int makeQueue(String name) throws Throwable {
    return openQueue(name, O_CREAT);
  }

  /// Whether there is a POSIX queue of a name.
  static boolean hasQueue(String name) throws Throwable {
    int queue = openQueue(name, 0);
    return queue >= 0 && (int) function("close", JAVA_INT).invokeExact(queue) == 0;
  }

  private static int openQueue(String name, int flags) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          LINKER
              .downcallHandle(
                  LINKER.defaultLookup().findOrThrow("mq_open"),
                  FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
                  Linker.Option.firstVariadicArg(2))
              .invokeExact(arena.allocateFrom(name), flags, 0600, MemorySegment.NULL);
    }
  }
}
