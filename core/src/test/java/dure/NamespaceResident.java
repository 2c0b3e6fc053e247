// SPDX-License-Identifier: Apache-2.0
package dure;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.direct.NamedProcess;
import dure.direct.Port;
import dure.memory.Region;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A process in a namespace, which does what it is told line by line.
final class NamespaceResident {
  /// What keeps mailboxes, offers and ports there until this process ends.
  private static final List<Object> HELD = new ArrayList<>();

  private static @Nullable NamedProcess me;

  private NamespaceResident() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      String[] words = line.split(" ", 3);
      try {
        System.out.println("did " + play(words[0], words.length > 1 ? words[1] : "", words));
      } catch (DureException refused) {
        System.out.println(
            "did " + refused.getClass().getSimpleName() + " " + refused.getMessage());
      }
    }
  }

  private static String play(String verb, String name, String[] words) throws Exception {
    return switch (verb) {
      case "create" -> hold(Mailbox.named(name).create());
      case "own" -> hold(Mailbox.named(name).owner(Owner.PROCESS).create());
      case "delete" -> {
        Mailbox.delete(name);
        yield "done";
      }
      case "send" -> {
        try (Mailbox mailbox = Mailbox.open(name)) {
          mailbox.send(words[2]);
          yield "done";
        }
      }
      case "receive" -> {
        try (Mailbox mailbox = Mailbox.open(name)) {
          Message next = mailbox.tryReceive();
          yield next == null ? "nothing" : next.text();
        }
      }
      case "list" ->
          Mailbox.list().stream()
              .map(status -> status.address().toString())
              .filter(address -> address.contains(name))
              .toList()
              .toString();
      default -> playBeside(verb, name, words);
    };
  }

  private static String playBeside(String verb, String name, String[] words) throws Exception {
    return switch (verb) {
      case "offer" -> {
        Region region = Region.anonymous(4096).create();
        region.segment().set(JAVA_LONG, 0, Long.parseLong(words[2]));
        HELD.add(region);
        yield hold(region.offer(name));
      }
      case "take" -> {
        try (Region region = Region.offered(name).attach()) {
          yield "" + region.segment().get(JAVA_LONG, 0);
        }
      }
      case "claim" -> hold(Port.of(Integer.parseInt(name)).claim());
      case "ports" -> Port.taken().contains(Port.of(Integer.parseInt(name))) ? "taken" : "free";
      case "join" -> {
        me = NamedProcess.join(name);
        yield "done";
      }
      case "tell" -> {
        named().send(name, words[2].getBytes(StandardCharsets.UTF_8));
        yield "done";
      }
      case "hear" -> named().receive(name).text();
      case "processes" -> NamedProcess.all().stream().filter(n -> n.endsWith(name)).toList() + "";
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private static NamedProcess named() {
    if (me == null) {
      throw new IllegalStateException("it has not joined");
    }
    return me;
  }

  private static String hold(Object held) {
    HELD.add(held);
    return "done";
  }
}
