// SPDX-License-Identifier: Apache-2.0

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.Namespace;
import dure.sync.SharedLock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;

static final int BUFFER_SIZE = 10;
static final int PRODUCERS = 3;
static final int CONSUMERS = 2;
static final int ITEMS_EACH = 4_000;
static final int ITEMS = PRODUCERS * ITEMS_EACH;

/// What the processes have agreed on: a lock, which is all zeros while it is free; the bounded
/// buffer; how many items have been consumed; and what becomes of it, for the check at the end.
static final MemoryLayout SHARED =
    MemoryLayout.structLayout(
        MemoryLayout.sequenceLayout(SharedLock.BYTES / 8, JAVA_LONG).withName("lock"),
        JAVA_INT.withName("in"),
        JAVA_INT.withName("out"),
        JAVA_LONG.withName("consumed"),
        MemoryLayout.sequenceLayout(BUFFER_SIZE, JAVA_LONG).withName("buffer"),
        MemoryLayout.sequenceLayout(ITEMS, JAVA_INT).withName("times"));

static final VarHandle IN = SHARED.varHandle(groupElement("in"));
static final VarHandle OUT = SHARED.varHandle(groupElement("out"));
static final VarHandle CONSUMED = SHARED.varHandle(groupElement("consumed"));
static final VarHandle BUFFER = SHARED.varHandle(groupElement("buffer"), sequenceElement());
static final VarHandle TIMES = SHARED.varHandle(groupElement("times"), sequenceElement());

/// Many producers and many consumers around one bounded buffer that they manage themselves.
///
/// With one of each, BoundedBuffer.java needed no lock: `in` had one writer, and so had `out`. Now
/// `in`, `out` and the slots have several, and the list of duties is longer than the program that
/// does the same with a mailbox (PocketMoney.java):
///
/// 1. agree on the layout, by hand, in every process;
/// 2. lock before every look at `in` and `out`, or two producers fill the same slot;
/// 3. unlock in `finally`, or one exception stops all processes;
/// 4. wait in a loop, for the right one of two conditions, and look again after each wake-up;
/// 5. signal the other condition after each change, or a process sleeps for ever;
/// 6. agree on an end, and wake those who would wait for more;
/// 7. repair what a killed process left half-done;
/// 8. remove the memory in the end.
void main(String[] role) throws Exception {
  if (role.length > 0) {
    MemorySegment shared = attach(Path.of(role[1]));
    SharedLock lock = SharedLock.at(shared, 0, () -> repair(shared));
    Condition notFull = lock.newCondition();
    Condition notEmpty = lock.newCondition();
    if (role[0].equals("producer")) {
      produce(shared, lock, notFull, notEmpty, Integer.parseInt(role[2]));
    } else {
      consume(shared, lock, notFull, notEmpty, role[2]);
    }
    return;
  }
  long pid = ProcessHandle.current().pid();
  Path region = Files.createFile(Path.of(Namespace.current().directory(), "prosumers." + pid));
  region.toFile().deleteOnExit();
  MemorySegment shared = attach(region);
  List<Process> all = new ArrayList<>();
  for (int i = 0; i < PRODUCERS; i++) {
    all.add(start("producer", region.toString(), "" + i));
  }
  for (int i = 0; i < CONSUMERS; i++) {
    all.add(start("consumer", region.toString(), "" + i));
  }
  int failed = 0;
  for (Process process : all) {
    failed += process.waitFor();
  }
  int once = 0;
  for (int item = 0; item < ITEMS; item++) {
    once += (int) TIMES.get(shared, 0L, (long) item) == 1 ? 1 : 0;
  }
  IO.println("all: " + once + " of " + ITEMS + " items were consumed exactly once");
  System.exit(failed);
}

void produce(
    MemorySegment shared, SharedLock lock, Condition notFull, Condition notEmpty, int number)
    throws InterruptedException {
  int waits = 0;
  for (int i = 0; i < ITEMS_EACH; i++) {
    lock.lock();
    try {
      int in = (int) IN.get(shared, 0L);
      while ((in + 1) % BUFFER_SIZE == (int) OUT.get(shared, 0L)) {
        waits++;
        notFull.await();
        in = (int) IN.get(shared, 0L); // another producer was here meanwhile
      }
      BUFFER.set(shared, 0L, (long) in, (long) number * ITEMS_EACH + i);
      IN.set(shared, 0L, (in + 1) % BUFFER_SIZE);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }
  IO.println("producer " + number + ": " + ITEMS_EACH + " items; waited " + waits + " times");
}

void consume(
    MemorySegment shared, SharedLock lock, Condition notFull, Condition notEmpty, String number)
    throws InterruptedException {
  int items = 0;
  int waits = 0;
  while (true) {
    lock.lock();
    try {
      int out = (int) OUT.get(shared, 0L);
      while ((int) IN.get(shared, 0L) == out && (long) CONSUMED.get(shared, 0L) < ITEMS) {
        waits++;
        notEmpty.await();
        out = (int) OUT.get(shared, 0L); // another consumer was here meanwhile
      }
      long consumed = (long) CONSUMED.get(shared, 0L);
      if (consumed == ITEMS) {
        break;
      }
      long item = (long) BUFFER.get(shared, 0L, (long) out);
      TIMES.set(shared, 0L, item, (int) TIMES.get(shared, 0L, item) + 1);
      OUT.set(shared, 0L, (out + 1) % BUFFER_SIZE);
      CONSUMED.set(shared, 0L, consumed + 1);
      notFull.signal();
      if (consumed + 1 == ITEMS) {
        notEmpty.signalAll(); // 6. nothing more will come
      }
      items++;
    } finally {
      lock.unlock();
    }
  }
  IO.println("consumer " + number + ": " + items + " items; waited " + waits + " times");
}

/// 7. The process that takes the lock after its holder was killed runs this first. A producer moves
///    `in` last: what it had begun to write is not there. A consumer may have noted an item, and
///    not taken it out.
void repair(MemorySegment shared) {
  int out = (int) OUT.get(shared, 0L);
  if ((int) IN.get(shared, 0L) != out
      && (int) TIMES.get(shared, 0L, (long) BUFFER.get(shared, 0L, (long) out)) > 0) {
    OUT.set(shared, 0L, (out + 1) % BUFFER_SIZE);
  }
  long consumed = 0;
  for (long item = 0; item < ITEMS; item++) {
    consumed += (int) TIMES.get(shared, 0L, item);
  }
  CONSUMED.set(shared, 0L, consumed);
}

MemorySegment attach(Path region) throws IOException {
  try (FileChannel file =
      FileChannel.open(region, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
    return file.map(MapMode.READ_WRITE, 0, SHARED.byteSize(), Arena.global());
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
