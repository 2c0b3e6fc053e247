// SPDX-License-Identifier: Apache-2.0

import dure.LinkTakenException;
import dure.Mailbox;
import dure.Owner;
import dure.Receivers;
import dure.TypedMailbox;
import dure.codec.Codecs;
import java.lang.ProcessBuilder.Redirect;

static final List<String> GIVERS = List.of("father", "mother", "grandmother");
static final List<String> TAKERS = List.of("son", "daughter", "grandson");
static final int COINS = 4;

/// The family's pocket money. First one box for all: the child that waits for a coin gets the next.
/// Then a box for each parent, with its own audience: father's is for the son, mother's for the
/// daughter, and the grandson is refused at both. (Indirect communication: a mailbox of many,
/// several mailboxes, a link of two. Between users, the mailbox's mode and group refuse.)
void main(String[] role) throws Exception {
  if (role.length > 0) {
    playAsOneOf(role[0], role[1]);
    return;
  }
  String id = "." + ProcessHandle.current().pid();
  try (Mailbox box = box("box" + id, Receivers.ANY)) {
    List<Process> takers = startAll(TAKERS, "box" + id);
    awaitAll(startAll(GIVERS, "box" + id));
    for (int i = 0; i < takers.size(); i++) {
      box.typed(Codecs.INTEGER).send(0); // that was all
    }
    awaitAll(takers);
  }
  try (Mailbox fathers = box("fathers-box" + id, Receivers.PAIR);
      Mailbox mothers = box("mothers-box" + id, Receivers.PAIR)) {
    givePrivately(fathers, "father", "son");
    givePrivately(mothers, "mother", "daughter");
  }
}

/// Gone with this process, however it ends.
Mailbox box(String name, Receivers receivers) {
  return Mailbox.named(name).receivers(receivers).owner(Owner.PROCESS).create();
}

void givePrivately(Mailbox box, String giver, String taker) throws Exception {
  String name = box.address().name();
  Process child = start(taker, name);
  Process parent = start("slow " + giver, name);
  while (box.status().details().participants().size() < 3) {
    Thread.sleep(1); // until both are there, beside this process, whose box it is
  }
  awaitAll(List.of(start("grandson", name)));
  parent.getOutputStream().close(); // now give
  awaitAll(List.of(parent, child));
}

void playAsOneOf(String who, String name) throws Exception {
  try (TypedMailbox<Integer> box = Mailbox.open(name).typed(Codecs.INTEGER)) {
    if (TAKERS.contains(who)) {
      take(who, box);
    } else {
      give(who, box);
    }
  } catch (LinkTakenException refused) {
    IO.println(who + ": this box is not for me");
  }
}

void give(String who, TypedMailbox<Integer> box) throws Exception {
  boolean privately = who.startsWith("slow ");
  if (privately) {
    System.in.read(); // returns when it is closed
  }
  for (int coin = 1; coin <= COINS; coin++) {
    box.send(coin * 1000);
  }
  if (privately) {
    box.send(0);
  }
  IO.println(who.replace("slow ", "") + ": gave 10000 won");
}

void take(String who, TypedMailbox<Integer> box) throws InterruptedException {
  int sum = 0;
  for (int coin = box.receive(); coin > 0; coin = box.receive()) {
    sum += coin;
  }
  IO.println(who + ": got " + sum + " won");
}

List<Process> startAll(List<String> roles, String box) throws IOException {
  List<Process> started = new ArrayList<>();
  for (String role : roles) {
    started.add(start(role, box));
  }
  return started;
}

void awaitAll(List<Process> processes) throws InterruptedException {
  for (Process process : processes) {
    process.waitFor();
  }
}

/// Starts this program once more, as a process of its own.
Process start(String... role) throws IOException {
  List<String> command = new ArrayList<>();
  command.add(System.getProperty("java.home") + "/bin/java");
  command.add("--enable-native-access=ALL-UNNAMED");
  command.addAll(List.of("-cp", System.getProperty("java.class.path"), getClass().getName()));
  command.addAll(List.of(role));
  return new ProcessBuilder(command)
      .redirectOutput(Redirect.INHERIT)
      .redirectError(Redirect.INHERIT)
      .start();
}
