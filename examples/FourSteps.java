// SPDX-License-Identifier: Apache-2.0

import dure.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Two words in the region, each on a cache line of its own: who writes which is agreed on here.
static final long GREETING = 0;

static final long ATTACHED = 64;
static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

/// Shared memory in four steps: B creates a region, A attaches it, B writes, A reads. The first two
/// go to the system; the last two are a store and a load, and the system never hears of them. Nor
/// does A: that something new is there it finds out by looking, again and again. (Shared memory,
/// and what it costs the programmer: compare the examples that send messages.)
void main(String[] role) throws Exception {
  if (role.length > 0) {
    beA(role[0]);
    return;
  }
  String name = "/four-steps-" + ProcessHandle.current().pid();
  try (Region region = Region.posix(name).size(4096).create()) {
    IO.println("1. B creates a region of " + region.size() + " bytes");
    Process a = start(name);
    await(region.segment(), ATTACHED, a.toHandle());
    IO.println("3. B writes 42");
    WORD.setRelease(region.segment(), GREETING, 42L);
    a.waitFor();
    region.remove(); // else it would stay until the machine is started anew
  }
}

void beA(String name) {
  try (Region region = Region.posix(name).attach()) {
    IO.println("2. A attaches it");
    WORD.setRelease(region.segment(), ATTACHED, 1L);
    ProcessHandle b = ProcessHandle.current().parent().get();
    long value = await(region.segment(), GREETING, b);
    IO.println("4. A reads " + value);
  }
}

/// Looks until a word is other than zero, or the other process has ended: it costs a processor, and
/// every thousandth time a look at the other.
long await(MemorySegment memory, long offset, ProcessHandle other) {
  for (long looks = 1; ; looks++) {
    long value = (long) WORD.getAcquire(memory, offset);
    if (value != 0) {
      return value;
    }
    if (looks % 1000 == 0 && !other.isAlive()) {
      throw new IllegalStateException("the other process has ended");
    }
    Thread.onSpinWait();
  }
}

/// Starts this program once more, as a process of its own.
Process start(String... role) throws IOException {
  List<String> command = new ArrayList<>();
  command.add(System.getProperty("java.home") + "/bin/java");
  command.add("--enable-native-access=ALL-UNNAMED");
  command.addAll(List.of("-cp", System.getProperty("java.class.path"), getClass().getName()));
  command.addAll(List.of(role));
  return new ProcessBuilder(command).inheritIO().start();
}
