// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// JeroMQ, push and pull over `ipc`, which this library carries by a loopback connection.
record JeroMqPeer(String name, String meaning) implements Peer {
  private static final int SHORT_MARK = 16_384;
  private static final int LONG_MARK = 16;
  private static final int LONG = 4096;

  @Override
  public String rival() {
    return name;
  }

  @Override
  public boolean queues() {
    return true;
  }

  @Override
  public void create(PeerPlace place) {}

  private static String endpoint(PeerPlace place) {
    return "ipc://" + place.file();
  }

  /// How many messages may wait: as many as the room that every mechanism gets.
  private static ZMQ.Socket socket(SocketType type, PeerPlace place) {
    ZMQ.Socket socket = new ZContext().createSocket(type);
    int mark = place.messageBytes() < LONG ? SHORT_MARK : LONG_MARK;
    socket.setHWM(mark);
    return socket;
  }

  @Override
  public Sender sender(PeerPlace place) {
    ZMQ.Socket push = socket(SocketType.PUSH, place);
    push.connect(endpoint(place));
    PeerDraft draft = new PeerDraft(place.messageBytes());
    return number -> push.send(draft.numbered(number).clone());
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    ZMQ.Socket pull = socket(SocketType.PULL, place);
    pull.bind(endpoint(place));
    return () -> {
      ByteBuffer message = ByteBuffer.wrap(pull.recv()).order(ByteOrder.LITTLE_ENDIAN);
      tally.note(message, 0, message.limit());
    };
  }

  @Override
  public void remove(PeerPlace place) {
    place.removeFile();
  }
}
