// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.WhenFull;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A mailbox that a scenario needs.
///
/// @param name by which the page calls it, and the first part of its address
/// @param transport by which its messages are carried: `shm`, or the scheme of an address
/// @param capacity how many messages it holds
/// @param receivers who receives
/// @param order in which messages are handed out
/// @param whenFull what a sender meets in a full one
/// @param owner how long it lives
/// @param messageSize the longest message, in bytes
public record MailboxPlan(
    String name,
    String transport,
    Capacity capacity,
    Receivers receivers,
    Order order,
    WhenFull whenFull,
    Owner owner,
    long messageSize) {

  /// Long enough to watch a sender write, and short enough to watch the others go past it.
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /// Reads a plan from words, as the page and command lines write them.
  ///
  /// @throws IllegalArgumentException if a word is none of the choices
  public static MailboxPlan parse(String name, Map<String, String> words) {
    return new MailboxPlan(
        name,
        words.getOrDefault("transport", "shm"),
        capacity(words.getOrDefault("capacity", "8")),
        choice(Receivers.class, words.getOrDefault("receivers", "any")),
        choice(Order.class, words.getOrDefault("order", "arrival")),
        choice(WhenFull.class, words.getOrDefault("when-full", "wait")),
        choice(Owner.class, words.getOrDefault("owner", "system")),
        Long.parseLong(words.getOrDefault("size", "64")));
  }

  private static Capacity capacity(String word) {
    return switch (word) {
      case "zero" -> Capacity.zero();
      case "unbounded" -> Capacity.unbounded();
      default -> Capacity.bounded(Integer.parseInt(word));
    };
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + word
                    + "' is none of "
                    + Arrays.stream(type.getEnumConstants())
                        .map(MailboxPlan::word)
                        .collect(Collectors.joining(", "))));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The words that [#parse] reads.
  public Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("transport", transport);
    words.put("capacity", capacity.toString());
    words.put("receivers", word(receivers));
    words.put("order", word(order));
    words.put("when-full", word(whenFull));
    words.put("owner", word(owner));
    words.put("size", Long.toString(messageSize));
    return words;
  }

  /// Whether its messages lie in shared memory, where they can be looked at.
  public boolean isInSharedMemory() {
    return transport.equals("shm") || transport.equals("file");
  }

  /// Whether it lives in the process that creates it.
  public boolean needsOwner() {
    return owner == Owner.PROCESS
        || transport.equals("pipe")
        || transport.equals("unix")
        || transport.equals("tcp");
  }

  /// What creates the mailbox at an address. A carrier of the kernel's has fewer choices than
  /// shared memory, and is asked for those it has.
  public MailboxBuilder builder(String address) {
    MailboxBuilder builder = Mailbox.named(address);
    if (transport.equals("pipe") || transport.equals("fifo") || transport.equals("sysv")) {
      return builder;
    }
    builder = builder.capacity(capacity).messageSize(messageSize);
    return transport.equals("posix")
        ? builder
        : builder
            .receivers(receivers)
            .order(order)
            .whenFull(whenFull)
            .owner(needsOwner() ? Owner.PROCESS : owner)
            .patience(PATIENCE);
  }
}
