// SPDX-License-Identifier: Apache-2.0

import dure.Capacity;
import dure.Mailbox;
import dure.Message;
import dure.Owner;
import dure.Receivers;

static final int FRAMES = 60;
static final int PLAY_OUT_BUFFER = 8;

/// A video server and a viewer, with a play-out buffer of eight frames between them. The viewer is
/// slow at first: the buffer fills, and the server waits. Then the network is slow: the buffer runs
/// empty, and the viewer waits. Neither has a line of code for it; that is what a bounded mailbox
/// does. (Bounded buffer, both waits. The calls that never wait are here only to count them.)
void main(String[] role) throws Exception {
  if (role.length > 0) {
    try (Mailbox buffer = Mailbox.open(role[1])) {
      if (role[0].equals("server")) {
        serve(buffer);
      } else {
        view(buffer);
      }
    }
    return;
  }
  try (Mailbox buffer =
      Mailbox.named("play-out." + ProcessHandle.current().pid())
          .capacity(Capacity.bounded(PLAY_OUT_BUFFER))
          .receivers(Receivers.PAIR)
          .owner(Owner.PROCESS)
          .create()) {
    Process server = start("server", buffer.address().name());
    Process viewer = start("viewer", buffer.address().name());
    System.exit(server.waitFor() + viewer.waitFor());
  }
}

void serve(Mailbox buffer) throws InterruptedException {
  int waits = 0;
  for (int frame = 1; frame <= FRAMES; frame++) {
    if (frame > FRAMES / 2) {
      while (buffer.occupancy().waitingReceivers() == 0) {
        Thread.sleep(1); // the network is so slow that the viewer has nothing left to see
      }
    }
    String picture = "frame " + frame;
    if (!buffer.trySend(picture)) {
      waits++;
      buffer.send(picture);
    }
  }
  IO.println("server: sent " + FRAMES + " frames; the buffer was full " + waits + " times");
}

void view(Mailbox buffer) throws InterruptedException {
  int waits = 0;
  for (int frame = 1; frame <= FRAMES; frame++) {
    while (frame == 1 && buffer.status().details().waitingToSend() == 0) {
      Thread.sleep(1); // still looking for the glasses, while the buffer fills
    }
    Message picture = buffer.tryReceive();
    if (picture == null) {
      waits++;
      picture = buffer.receive();
    }
    if (!picture.text().equals("frame " + frame)) {
      throw new IllegalStateException("saw " + picture.text() + " as frame " + frame);
    }
  }
  IO.println("viewer: saw " + FRAMES + " frames; the buffer was empty " + waits + " times");
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
