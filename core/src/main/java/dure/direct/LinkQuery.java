// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.handover.DescriptorServer;
import dure.handover.OwnerSocketName;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Pipes;
import dure.linux.Poll;
import dure.linux.Sockets;
import dure.parking.BlockingPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Asks processes by their names, all at once, with which others they are linked. A process that is
/// stopped has none as far as is known after a second, and one that is silent after five.
final class LinkQuery {
  /// How long to wait before a look at the processes that have not answered.
  private static final long LOOK_NANOS = OwnerSocketName.ANSWER_NANOS / 4;

  private final String name;
  private final int connection;
  private boolean welcomed;
  private boolean answered;
  private List<String> partners = List.of();

  private LinkQuery(String name, int connection) {
    this.name = name;
    this.connection = connection;
  }

  /// The links of the processes of these names, as they tell them.
  static List<Link> ask(List<String> names) {
    return BlockingPool.call(() -> links(names));
  }

  private static List<Link> links(List<String> names) {
    List<LinkQuery> queries = new ArrayList<>();
    try {
      for (String name : names) {
        int connection = Sockets.connectNow(FileNames.current().process(name));
        if (connection >= 0) {
          queries.add(new LinkQuery(name, connection));
          LinkRequest.partners().send(connection);
        }
      }
      hear(queries);
      return queries.stream()
          .flatMap(query -> query.partners.stream().map(other -> new Link(query.name, other)))
          .toList();
    } finally {
      queries.forEach(query -> Files.close(query.connection));
    }
  }

  private static void hear(List<LinkQuery> queries) {
    long began = System.nanoTime();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(LinkServer.LONGEST_ANSWER);
      List<LinkQuery> open = new ArrayList<>(queries);
      while (!open.isEmpty()) {
        int[] connections = open.stream().mapToInt(query -> query.connection).toArray();
        boolean[] ready = Poll.await(connections, LOOK_NANOS);
        for (int i = 0; i < ready.length; i++) {
          if (ready[i]) {
            open.get(i).hear(answer);
          }
        }
        long waited = System.nanoTime() - began;
        open.removeIf(query -> query.answered || query.isGivenUp(waited));
      }
    }
  }

  private boolean isGivenUp(long waited) {
    return waited > ProcessAddress.BUSY_NANOS
        || (waited > OwnerSocketName.ANSWER_NANOS
            && ProcessAddress.isStopped(Sockets.peer(connection)));
  }

  /// First comes the registration, which is of no use here, and then the names.
  private void hear(MemorySegment answer) {
    if (!welcomed) {
      Sockets.Parcel first = Sockets.receive(connection);
      if (first.fd() >= 0) {
        Files.close(first.fd());
      }
      welcomed = first.value() == DescriptorServer.WELCOME;
      answered = !welcomed;
      return;
    }
    long got = Pipes.read(connection, answer, answer.byteSize());
    answered = !Errno.EAGAIN.is(got);
    if (got > 0) {
      byte[] names = answer.asSlice(0, got).toArray(JAVA_BYTE);
      partners =
          new String(names, StandardCharsets.UTF_8)
              .replace("\0", "")
              .lines()
              .filter(name -> !name.isEmpty())
              .toList();
    }
  }
}
