// SPDX-License-Identifier: Apache-2.0

import dure.Mailbox;
import dure.Owner;
import dure.TypedMailbox;
import dure.codec.Codecs;
import java.lang.invoke.MethodHandles;
import java.util.stream.IntStream;

static final int LIMIT = 3_000_000;
static final int PART = 100_000;

/// A part of the task: the numbers from one to another, the latter excluded.
record Part(int from, int to) {}

/// A task in parts, worked on by one, two and four processes: the answer is the same, and on a
/// machine with processors to spare it comes sooner. The mailbox gives each part to whichever
/// worker waits for one. (Computation speed-up; who receives is the system's choice.)
void main(String[] names) throws Exception {
  if (names.length > 0) {
    work(names[0], names[1]);
    return;
  }
  String parts = "parts." + ProcessHandle.current().pid();
  String counts = "counts." + ProcessHandle.current().pid();
  for (int workers : List.of(1, 2, 4)) {
    try (var tasks = parts(Mailbox.named(parts).owner(Owner.PROCESS).create());
        var answers = counts(Mailbox.named(counts).owner(Owner.PROCESS).create())) {
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        processes.add(start(parts, counts));
        answers.receive(); // its first word is that it is there
      }
      long began = System.nanoTime();
      for (int from = 0; from < LIMIT; from += PART) {
        tasks.send(new Part(from, from + PART));
      }
      long primes = 0;
      for (int from = 0; from < LIMIT; from += PART) {
        primes += answers.receive();
      }
      long millis = (System.nanoTime() - began) / 1_000_000;
      IO.println(workers + " workers: " + primes + " primes in " + millis + " ms");
      for (int i = 0; i < workers; i++) {
        tasks.send(new Part(0, 0)); // no more
      }
      for (Process process : processes) {
        process.waitFor();
      }
    }
  }
}

TypedMailbox<Part> parts(Mailbox mailbox) {
  return mailbox.typed(Codecs.record(MethodHandles.lookup(), Part.class));
}

TypedMailbox<Integer> counts(Mailbox mailbox) {
  return mailbox.typed(Codecs.INTEGER);
}

void work(String parts, String counts) throws InterruptedException {
  try (var tasks = parts(Mailbox.open(parts));
      var answers = counts(Mailbox.open(counts))) {
    answers.send(0);
    for (Part part = tasks.receive(); part.to() > 0; part = tasks.receive()) {
      answers.send((int) IntStream.range(part.from(), part.to()).filter(this::isPrime).count());
    }
  }
}

boolean isPrime(int number) {
  if (number < 4) {
    return number > 1;
  }
  for (int divisor = 2; divisor * divisor <= number; divisor++) {
    if (number % divisor == 0) {
      return false;
    }
  }
  return true;
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
