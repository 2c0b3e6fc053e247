// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A kernel without some of its system calls, for one process and those it starts.
public final class OldKernel {
  private OldKernel() {}

  /// Makes a program that runs a command to which the kernel refuses these system calls, as a
  /// kernel that does not know them would.
  ///
  /// @param directory in which the program is made
  /// @param calls as `futex_waitv`
  public static Path without(Path directory, String... calls) {
    String refused = Stream.of(calls).map(OldKernel::refused).collect(Collectors.joining());
    return new CProgram(CProgram.GCC, program(refused)).compileIn(directory);
  }

  private static String program(String refused) {
    return """
    #include <errno.h>
    #include <linux/filter.h>
    #include <linux/seccomp.h>
    #include <stddef.h>
    #include <sys/prctl.h>
    #include <sys/syscall.h>
    #include <unistd.h>

    int main(int argc, char **argv) {
      struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    %s    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      };
      struct sock_fprog program = { sizeof filter / sizeof *filter, filter };
      if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
          || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        return 1;
      }
      execvp(argv[1], argv + 1);
      return 1;
    }
    """
        .formatted(refused);
  }

  private static String refused(String call) {
    return """
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_%s, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    """
        .formatted(call);
  }
}
