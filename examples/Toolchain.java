// SPDX-License-Identifier: Apache-2.0

import dure.Mailbox;
import dure.Owner;
import dure.Receivers;
import java.nio.ByteBuffer;

static final List<String> MNEMONICS = List.of("HALT", "LOAD", "ADD", "SUB", "MUL");

/// Compiler, assembler and loader: each consumes what the one before it produces, and knows nothing
/// of it but the mailbox. So any of them can be replaced by another program. (Modularity, and a
/// chain of producers and consumers.)
void main(String[] args) throws Exception {
  if (args.length > 0) {
    switch (args[0]) {
      case "compiler" -> compile(args[1], args[3]);
      case "assembler" -> assemble(args[1], args[2]);
      default -> loadAndRun(args[2]);
    }
    return;
  }
  try (Mailbox assembly = ours("assembly.");
      Mailbox machineCode = ours("machine-code.")) {
    List<Process> stages = new ArrayList<>();
    for (String stage : List.of("loader", "assembler", "compiler")) { // the order does not matter
      stages.add(
          start(stage, assembly.address().name(), machineCode.address().name(), "6 * 8 - 6"));
    }
    for (Process stage : stages) {
      stage.waitFor();
    }
  }
}

/// Gone with this process, however it ends; between one sender and one receiver.
Mailbox ours(String name) {
  return Mailbox.named(name + ProcessHandle.current().pid())
      .owner(Owner.PROCESS)
      .receivers(Receivers.PAIR)
      .create();
}

void compile(String assembly, String source) throws InterruptedException {
  Map<String, String> instructions = Map.of("+", "ADD ", "-", "SUB ", "*", "MUL ");
  try (Mailbox out = Mailbox.open(assembly)) {
    List<String> words = List.of(source.split(" ", -1));
    out.send("LOAD " + words.getFirst());
    for (int i = 1; i < words.size(); i += 2) {
      out.send(instructions.get(words.get(i)) + words.get(i + 1));
    }
    out.send("HALT 0");
  }
  IO.println("compiler: " + source);
}

void assemble(String assembly, String machineCode) throws InterruptedException {
  try (Mailbox in = Mailbox.open(assembly);
      Mailbox out = Mailbox.open(machineCode)) {
    for (String line = ""; !line.startsWith("HALT"); ) {
      line = in.receive().text();
      String[] words = line.split(" ", -1);
      byte opcode = (byte) MNEMONICS.indexOf(words[0]);
      byte[] code = ByteBuffer.allocate(5).put(opcode).putInt(Integer.parseInt(words[1])).array();
      out.send(code);
      IO.println("assembler: " + line + " -> " + HexFormat.of().formatHex(code));
    }
  }
}

void loadAndRun(String machineCode) throws InterruptedException {
  int accumulator = 0;
  try (Mailbox in = Mailbox.open(machineCode)) {
    while (true) {
      ByteBuffer code = ByteBuffer.wrap(in.receive().bytes());
      String instruction = MNEMONICS.get(code.get());
      int operand = code.getInt();
      switch (instruction) {
        case "LOAD" -> accumulator = operand;
        case "ADD" -> accumulator += operand;
        case "SUB" -> accumulator -= operand;
        case "MUL" -> accumulator *= operand;
        default -> {
          IO.println("loader: the answer is " + accumulator);
          return;
        }
      }
    }
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
