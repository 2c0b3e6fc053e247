// SPDX-License-Identifier: Apache-2.0

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;

static final int BUFFER_SIZE = 10;
static final long ITEMS = 50_000;

/// What the two processes have agreed on: an array of items, each of two numbers, and the places
/// where the next goes in and where the next comes out. A new file is all zeros, and so are these.
static final MemoryLayout SHARED =
    MemoryLayout.structLayout(
        JAVA_INT.withName("in"),
        JAVA_INT.withName("out"),
        MemoryLayout.sequenceLayout(
                BUFFER_SIZE,
                MemoryLayout.structLayout(
                    JAVA_LONG.withName("number"), JAVA_LONG.withName("square")))
            .withName("buffer"));

static final VarHandle IN = SHARED.varHandle(groupElement("in"));
static final VarHandle OUT = SHARED.varHandle(groupElement("out"));
static final VarHandle NUMBER =
    SHARED.varHandle(groupElement("buffer"), sequenceElement(), groupElement("number"));
static final VarHandle SQUARE =
    SHARED.varHandle(groupElement("buffer"), sequenceElement(), groupElement("square"));

/// The bounded buffer of the textbook, in shared memory, between a producer and a consumer: `in ==
/// out` is empty and `(in + 1) % BUFFER_SIZE == out` is full, so one slot stays always free.
///
/// This is the other model, without a mailbox: the JDK maps a file in `/dev/shm`, and all the rest
/// is the program's own business. What that means can be seen by comparing it to Hello.java: the
/// order of the writes, the waiting, the cleaning up; and it works for one producer and one
/// consumer only, and is stuck for ever when either is killed.
void main(String[] role) throws Exception {
  if (role.length > 0) {
    MemorySegment shared = attach(Path.of(role[1]));
    if (role[0].equals("producer")) {
      produce(shared);
    } else {
      consume(shared);
    }
    return;
  }
  String directory = System.getenv().getOrDefault("DURE_NAMESPACE", "/dev/shm");
  long pid = ProcessHandle.current().pid();
  Path region = Files.createFile(Path.of(directory, "bounded-buffer." + pid));
  region.toFile().deleteOnExit();
  attach(region);
  Process producer = start("producer", region.toString());
  Process consumer = start("consumer", region.toString());
  System.exit(producer.waitFor() + consumer.waitFor());
}

void produce(MemorySegment shared) {
  long waits = 0;
  for (long number = 1; number <= ITEMS; number++) {
    int in = (int) IN.get(shared, 0L);
    while ((in + 1) % BUFFER_SIZE == (int) OUT.getAcquire(shared, 0L)) {
      waits++;
      Thread.yield(); // do nothing: no free slot
    }
    NUMBER.set(shared, 0L, (long) in, number);
    SQUARE.set(shared, 0L, (long) in, number * number);
    IN.setRelease(shared, 0L, (in + 1) % BUFFER_SIZE); // only now can the consumer see the item
  }
  IO.println("producer: " + ITEMS + " items; found the buffer full " + waits + " times");
}

void consume(MemorySegment shared) {
  long waits = 0;
  for (long expected = 1; expected <= ITEMS; expected++) {
    int out = (int) OUT.get(shared, 0L);
    while ((int) IN.getAcquire(shared, 0L) == out) {
      waits++;
      Thread.yield(); // do nothing: nothing to consume
    }
    long number = (long) NUMBER.get(shared, 0L, (long) out);
    long square = (long) SQUARE.get(shared, 0L, (long) out);
    OUT.setRelease(shared, 0L, (out + 1) % BUFFER_SIZE); // only now is the slot free
    if (number != expected || square != expected * expected) {
      throw new IllegalStateException("item " + expected + " is " + number + ", " + square);
    }
  }
  IO.println("consumer: " + ITEMS + " items, each once and in order; found it empty " + waits);
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
  command.addAll(List.of("-cp", System.getProperty("java.class.path"), getClass().getName()));
  command.addAll(List.of(role));
  return new ProcessBuilder(command).inheritIO().start();
}
