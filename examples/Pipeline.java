// SPDX-License-Identifier: Apache-2.0

import dure.ConnectionLostException;
import dure.Mailbox;
import dure.pipe.Pipe;
import dure.pipe.PipeFrames;
import java.nio.charset.StandardCharsets;

/// Parent and child, joined by two pipes: the parent writes at one and reads at the other, and the
/// child has their other ends as its standard input and output. First as streams, where two writes
/// arrive as one read; then as messages. (Ordinary pipes.)
void main(String[] role) throws Exception {
  if (role.length > 0) {
    answer();
    return;
  }
  streams();
  try (Pipe down = Pipe.create();
      Pipe up = Pipe.create()) {
    Process child = start(down, up);
    PipeFrames questions = new PipeFrames(down.writeEnd());
    PipeFrames answers = new PipeFrames(up.readEnd());
    for (String question : List.of("to be, or not to be", "quo vadis")) {
      questions.write(question.getBytes(StandardCharsets.UTF_8));
      IO.println("parent: " + question + "? " + new String(answers.read(), StandardCharsets.UTF_8));
    }
    down.writeEnd().close(); // no writer is left, so the child has nothing to wait for
    IO.println("parent: the child ended with " + child.waitFor());
  }
}

void streams() throws InterruptedException {
  try (Pipe pipe = Pipe.create()) {
    pipe.writeEnd().write("two ".getBytes(StandardCharsets.UTF_8));
    pipe.writeEnd().write("writes".getBytes(StandardCharsets.UTF_8));
    byte[] read = new byte[100];
    int bytes = pipe.readEnd().read(read);
    IO.println("one read: " + new String(read, 0, bytes, StandardCharsets.UTF_8));
    try {
      pipe.readEnd().write(read);
    } catch (UnsupportedOperationException oneWay) {
      IO.println("refused: " + oneWay.getMessage());
    }
  }
}

/// The child: for it the pipes are mailboxes, of which it has one end each.
void answer() throws InterruptedException {
  try (Mailbox questions = Mailbox.open("pipe:0");
      Mailbox answers = Mailbox.open("pipe:1")) {
    while (true) {
      String question = questions.receive().text();
      answers.send(question.split(" ", -1).length + " words, says the child");
    }
  } catch (ConnectionLostException end) {
    // the parent has closed its end
  }
}

/// Starts this program once more, with an end of each pipe; then lets go of these ends.
Process start(Pipe down, Pipe up) throws IOException {
  List<String> command = new ArrayList<>();
  command.add(System.getProperty("java.home") + "/bin/java");
  command.add("--enable-native-access=ALL-UNNAMED");
  command.addAll(List.of("-cp", System.getProperty("java.class.path"), getClass().getName()));
  command.add("child");
  Process child =
      new ProcessBuilder(command)
          .redirectInput(down.readEnd().asFile())
          .redirectOutput(up.writeEnd().asFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
  down.readEnd().close();
  up.writeEnd().close();
  return child;
}
