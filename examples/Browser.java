// SPDX-License-Identifier: Apache-2.0

import dure.Mailbox;
import dure.Message;
import dure.direct.Port;
import java.time.Duration;

static final Map<String, String> PAGES =
    Map.of("/", "<h1>Dure</h1>", "/orders", "<ul><li>two coffees</li></ul>");

/// Browsers and a web server: a request there and an answer back. The server is found at its
/// well-known port, 80; each browser takes any free port for the answers and says which in its
/// request. No process knows another's name. (Port, request and reply, client and server.)
void main(String[] role) throws Exception {
  if (role.length > 0) {
    browse(role[0]);
    return;
  }
  try (Mailbox requests = Port.of(80).claim()) {
    List<Process> browsers = new ArrayList<>();
    for (String name : List.of("Anna", "Bora", "Chan")) {
      browsers.add(start(name));
    }
    int answered = 0;
    while (browsers.stream().anyMatch(Process::isAlive)) {
      Message request = requests.receive(Duration.ofMillis(100));
      if (request != null) {
        answer(request.text());
        answered++;
      }
    }
    IO.println("server: answered " + answered + " requests");
  }
}

/// A request is a method, a path, and the port for the answer.
void answer(String request) throws InterruptedException {
  String[] words = request.split(" ", -1);
  String page = PAGES.get(words[1]);
  try (Mailbox reply = Port.of(Integer.parseInt(words[2])).open()) {
    reply.send(page == null ? "404 not found" : "200 " + page);
  }
}

void browse(String name) throws InterruptedException {
  try (Mailbox server = Port.of(80).open();
      Mailbox answers = Port.claimAny()) {
    for (String path : List.of("/", "/orders", "/nothing")) {
      server.send("GET " + path + " " + Port.of(answers).number());
      IO.println(name + ": " + path + " is " + answers.receive().text());
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
