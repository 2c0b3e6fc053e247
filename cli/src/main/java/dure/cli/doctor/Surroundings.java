// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import static dure.cli.doctor.Verdict.OK;
import static dure.cli.doctor.Verdict.WARNING;

import dure.Mailbox;
import dure.inspect.KernelSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What mailboxes need beside room: a kernel, native access, and that no program removes them.
public final class Surroundings {
  private static final int FIRST_PERSON = 1000;

  private final List<LimitCheck> all = new ArrayList<>();

  private Surroundings() {}

  /// Looks at them.
  public static List<LimitCheck> look() {
    KernelSnapshot kernel = KernelSnapshot.take();
    Surroundings around = new Surroundings();
    around.kernel(kernel);
    around.nativeAccess();
    around.removal();
    around.all.add(ContainerChecks.ofMemory(kernel.memory()));
    around.all.add(ContainerChecks.ofThreads(kernel.threads()));
    return around.all;
  }

  private void kernel(KernelSnapshot kernel) {
    boolean waits = kernel.futexWaitv();
    add(
        "kernel",
        "several mailboxes",
        waits ? OK : WARNING,
        SystemFile.KERNEL.read().strip(),
        waits
            ? "one call waits at several mailboxes (futex_waitv)"
            : "a wait at several mailboxes looks every millisecond: futex_waitv is missing",
        "use a kernel from 5.16 on; in a container, a seccomp profile that allows futex_waitv");
    boolean used = kernel.membarrier();
    add(
        "kernel",
        "membarrier",
        used ? OK : WARNING,
        used ? "used" : "missing",
        "lets a sleeper pay for the order of memory, instead of every message",
        "use a kernel from 4.16 on; in a container, a seccomp profile that allows membarrier");
  }

  private void nativeAccess() {
    boolean enabled = Mailbox.class.getModule().isNativeAccessEnabled();
    add(
        "java",
        "native access",
        enabled ? OK : WARNING,
        enabled ? "enabled" : "not enabled",
        "Java warns at the first system call, and a later Java refuses it",
        "java --enable-native-access=ALL-UNNAMED; on the module path, =dure");
  }

  /// systemd leaves what system users have alone.
  private void removal() {
    String chosen = RemoveIpc.read(Path.of("/"));
    boolean removes = !chosen.isEmpty() && !chosen.equals("no") && uid() >= FIRST_PERSON;
    add(
        "shared memory",
        RemoveIpc.NAME,
        removes ? WARNING : OK,
        chosen.isEmpty() ? "no systemd" : chosen,
        "whether a user's last logout removes that user's mailboxes and regions, in use or not",
        "RemoveIPC=no in /etc/systemd/logind.conf, or run the program as a system user");
  }

  private static int uid() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException noProc) {
      return 0;
    }
  }

  private void add(
      String mechanism, String name, Verdict verdict, String value, String meaning, String remedy) {
    String needed = verdict == OK ? "" : remedy;
    all.add(new LimitCheck(mechanism, name, verdict, value, meaning, needed));
  }
}
