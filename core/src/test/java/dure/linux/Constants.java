// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every number of this package that is the kernel's, beside the C expression it must equal.
///
/// Found by reflection, so that a new constant cannot escape: what is not private is the kernel's
/// and has the kernel's name, or is named below.
final class Constants {
  /// Our own names for what C calls otherwise.
  private static final Map<String, String> OURS =
      Map.of(
          "MOST_WORDS", "FUTEX_WAITV_MAX",
          "TEXT", "offsetof(struct msgbuf, mtext)",
          "LONGEST_NAME", "sizeof(((struct sockaddr_un *)0)->sun_path) - 1");

  /// How C spells our names of structures, and what it puts in front of their fields.
  private static final Map<String, List<String>> STRUCTURES =
      Map.ofEntries(
          Map.entry("Statx", List.of("statx", "stx_")),
          Map.entry("Statfs", List.of("statfs", "f_")),
          Map.entry("Dirent64", List.of("dirent64", "d_")),
          Map.entry("Flock", List.of("flock", "l_")),
          Map.entry("Timespec", List.of("timespec", "tv_")),
          Map.entry("Sembuf", List.of("sembuf", "sem_")),
          Map.entry("SemidDs", List.of("semid_ds", "sem_")),
          Map.entry("Timeval", List.of("timeval", "tv_")),
          Map.entry("FutexWaitv", List.of("futex_waitv", "")),
          Map.entry("Pollfd", List.of("pollfd", "")),
          Map.entry("SockaddrUn", List.of("sockaddr_un", "sun_")),
          Map.entry("SockaddrIn", List.of("sockaddr_in", "sin_")),
          Map.entry("SockaddrIn6", List.of("sockaddr_in6", "sin6_")),
          Map.entry("Ucred", List.of("ucred", "")),
          Map.entry("Msghdr", List.of("msghdr", "msg_")),
          Map.entry("IpcPerm", List.of("ipc_perm", "")),
          Map.entry("ShmidDs", List.of("shmid_ds", "shm_")),
          Map.entry("MsqidDs", List.of("msqid_ds", "msg_")),
          Map.entry("Sigaction", List.of("sigaction", "sa_")),
          Map.entry("Iovec", List.of("iovec", "iov_")),
          Map.entry("Cmsghdr", List.of("cmsghdr", "cmsg_")),
          Map.entry("MqAttr", List.of("mq_attr", "mq_")),
          Map.entry("Sigevent", List.of("sigevent", "sigev_")));

  private Constants() {}

  /// Prints them for an architecture, which may be another than this machine's: only this package
  /// reads the property after the start.
  public static void main(String[] architecture) {
    System.setProperty("os.arch", architecture[0]);
    all().forEach((expression, value) -> System.out.println(value + " " + expression));
  }

  /// The C expressions and our values, for the architecture this JVM believes in.
  static SortedMap<String, Long> all() {
    SortedMap<String, Long> all = new TreeMap<>();
    for (Class<?> type : classes()) {
      for (Field field : type.getDeclaredFields()) {
        if (isKernels(field)) {
          all.put(expression(field), value(field));
        }
      }
    }
    for (Errno errno : Errno.values()) {
      all.put(errno.name(), (long) errno.number());
    }
    boolean x86 = Architecture.CURRENT == Architecture.X86_64;
    for (SystemCall call : SystemCall.values()) {
      all.put(number(call), (long) (x86 ? call.x86 : call.aarch64));
    }
    return all;
  }

  /// What C calls the number of a system call.
  static String number(SystemCall call) {
    return "__NR_" + call.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isKernels(Field field) {
    return Modifier.isStatic(field.getModifiers())
        && Modifier.isFinal(field.getModifiers())
        && !Modifier.isPrivate(field.getModifiers())
        && !field.isSynthetic()
        && (field.getType() == int.class || field.getType() == long.class);
  }

  private static String expression(Field field) {
    List<String> structure = STRUCTURES.get(field.getDeclaringClass().getSimpleName());
    if (structure == null) {
      return OURS.getOrDefault(field.getName(), field.getName());
    }
    String struct = "struct " + structure.getFirst();
    if (field.getName().equals("BYTES")) {
      return "sizeof(" + struct + ")";
    }
    String member = structure.getLast() + field.getName().toLowerCase(Locale.ROOT);
    return "offsetof(" + struct + ", " + member + ")";
  }

  private static long value(Field field) {
    try {
      return field.getLong(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Class<?>> classes() {
    Path location =
        Path.of(Architecture.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try {
      if (Files.isDirectory(location)) {
        return classes(location.resolve("dure/linux"));
      }
      try (FileSystem jar = FileSystems.newFileSystem(location)) {
        return classes(jar.getPath("dure/linux"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Class<?>> classes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.startsWith("package-info"))
          .<Class<?>>map(Constants::load)
          .toList();
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName("dure.linux." + file.replace(".class", ""));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
