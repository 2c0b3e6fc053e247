// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.CProgram;
import dure.testkit.Child;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The numbers of this package are those of the C headers: on this machine by a program that prints
/// them, and for the other architecture by assertions that its cross compiler checks, where there
/// is one (`gcc-aarch64-linux-gnu` or `gcc-x86-64-linux-gnu`).
class ConstantsTest {
  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <dirent.h>
      #include <errno.h>
      #include <fcntl.h>
      #include <limits.h>
      #include <linux/auxvec.h>
      #include <linux/futex.h>
      #include <linux/membarrier.h>
      #include <linux/mqueue.h>
      #include <netinet/in.h>
      #include <netinet/tcp.h>
      #include <poll.h>
      #include <signal.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <sys/eventfd.h>
      #include <sys/ipc.h>
      #include <sys/file.h>
      #include <sys/ioctl.h>
      #include <sys/file.h>
      #include <sys/mman.h>
      #include <sys/shm.h>
      #include <sys/msg.h>
      #include <sys/sem.h>
      #include <sys/socket.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/time.h>
      #include <sys/uio.h>
      #include <sys/un.h>
      #include <sys/vfs.h>
      #include <time.h>
      #include <unistd.h>
      /* Newer than the oldest headers the build works with; MemoryTest asks the kernel itself. */
      #ifndef F_SEAL_EXEC
      #define F_SEAL_EXEC 0x20
      #endif
      #ifndef MADV_POPULATE_READ
      #define MADV_POPULATE_READ 22
      #endif
      #ifndef MFD_NOEXEC_SEAL
      #define MFD_NOEXEC_SEAL 8
      #endif
      """;

  @TempDir private Path directory;

  @Test
  void every_constant_is_what_the_headers_of_this_machine_say() {
    Map<String, Long> ours = Constants.all();
    String print =
        ours.keySet().stream()
            .map(e -> "  printf(\"%lld %s\\n\", (long long)(" + e + "), \"" + e + "\");\n")
            .collect(Collectors.joining());
    String source = HEADERS + "int main(void) {\n" + print + "  return 0;\n}\n";
    Path program = new CProgram(CProgram.GCC, source).compileIn(directory);
    try (Child probe = Child.command(program.toString())) {
      assertThat(ours).isEqualTo(parse(probe.awaitSuccess())).hasSizeGreaterThan(150);
    }
  }

  @TestFactory
  Stream<DynamicTest> every_constant_is_what_the_headers_of_the_other_architecture_say() {
    return Stream.of("aarch64", "x86_64")
        .filter(name -> CProgram.has(name + "-linux-gnu-gcc"))
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  Map<String, Long> ours = believingIn(name);
                  assertThat(complaints(name + "-linux-gnu-gcc", "", ours)).isEmpty();
                }));
  }

  @Test
  void the_call_numbers_of_aarch64_are_those_of_all_new_architectures() {
    Map<String, Long> ours = new TreeMap<>();
    for (SystemCall call : SystemCall.values()) {
      ours.put(Constants.number(call), (long) call.aarch64);
    }
    String generic = "#include <asm-generic/unistd.h>\n";
    assertThat(asserted(CProgram.GCC, generic, ours)).isEmpty();
  }

  @Test
  void the_two_architectures_differ_where_we_think_they_do() {
    Map<String, Long> x86 = believingIn("amd64");
    Map<String, Long> aarch64 = believingIn("aarch64");
    assertThat(x86.keySet()).isEqualTo(aarch64.keySet());
    assertThat(x86.keySet())
        .filteredOn(e -> !Objects.equals(x86.get(e), aarch64.get(e)) && !e.startsWith("__NR_"))
        .containsExactlyInAnyOrder(
            "O_DIRECTORY",
            "O_NOFOLLOW",
            "O_TMPFILE",
            "sizeof(struct semid_ds)",
            "offsetof(struct semid_ds, sem_nsems)");
  }

  @Test
  void a_wrong_constant_is_noticed() {
    Map<String, Long> ours = new TreeMap<>(Constants.all());
    ours.merge("offsetof(struct statx, stx_mode)", 1L, Long::sum);
    assertThat(complaints(CProgram.GCC, "", ours))
        .filteredOn(line -> line.contains("error"))
        .singleElement()
        .asString()
        .contains("stx_mode) is not 29");
  }

  private List<String> complaints(String compiler, String more, Map<String, Long> ours) {
    return asserted(compiler, HEADERS + more, ours);
  }

  private List<String> asserted(String compiler, String headers, Map<String, Long> ours) {
    String assertions =
        ours.entrySet().stream()
            .map(e ->
                "_Static_assert((long long)(%1$s) == %2$d, \"%1$s is not %2$d\");\n"
                    .formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining());
    return new CProgram(compiler, headers + assertions).complaints(directory);
  }

  private static Map<String, Long> believingIn(String architecture) {
    try (Child child = Child.java(Constants.class, architecture)) {
      return parse(child.awaitSuccess());
    }
  }

  private static Map<String, Long> parse(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(p -> p[1], p -> Long.parseLong(p[0]), (a, b) -> a, TreeMap::new));
  }
}
