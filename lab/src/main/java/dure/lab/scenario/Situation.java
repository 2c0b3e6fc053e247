// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

import dure.Capacity;
import dure.Receivers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Senders and receivers around one mailbox, made of words: what most scenarios are, and what a
/// person builds on the page.
final class Situation {
  /// The most senders, and the most receivers.
  static final int MOST = 12;

  private static final long MOST_BYTES = 64 << 20;

  static final String SENDERS = "ABCDEFGHIJKL";
  static final String RECEIVERS = "XYZWVUTSRQPN";

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("senders", "2"),
          Map.entry("receivers-count", "2"),
          Map.entry("name", "orders"),
          Map.entry("capacity", "8"),
          Map.entry("transport", "shm"),
          Map.entry("receivers", "any"),
          Map.entry("order", "arrival"),
          Map.entry("when-full", "wait"),
          Map.entry("owner", "system"),
          Map.entry("size", "64"),
          Map.entry("until", "accepted"),
          Map.entry("waiting", "block"),
          Map.entry("send-rate", "3.6"),
          Map.entry("receive-rate", "1.2"),
          Map.entry("slower", "4"));

  private final Map<String, String> words;
  private final List<ProcessPlan> processes = new ArrayList<>();

  private Situation(Map<String, String> words) {
    this.words = words;
  }

  /// A scenario of these words; what is not said is as usual.
  ///
  /// @throws IllegalArgumentException if a word is none of the choices, or two do not go together
  static Scenario of(String id, Map<String, String> said, List<TimedOrder> orders, double repeat) {
    Map<String, String> words = new LinkedHashMap<>(DEFAULTS);
    words.putAll(said);
    return new Situation(words).scenario(id, orders, repeat);
  }

  private Scenario scenario(String id, List<TimedOrder> orders, double repeat) {
    MailboxPlan mailbox = MailboxPlan.parse(word("name"), words);
    check(mailbox);
    if (mailbox.needsOwner()) {
      processes.add(new ProcessPlan("O", "owner", "1", 0, mailbox.words()));
    }
    for (int i = 0; i < count("senders"); i++) {
      processes.add(sender(SENDERS.charAt(i)));
    }
    for (int i = 0; i < count("receivers-count"); i++) {
      processes.add(receiver(RECEIVERS.charAt(i), i, mailbox));
    }
    return new Scenario(
        id,
        "mailbox",
        Double.parseDouble(word("slower")),
        List.of(mailbox),
        List.copyOf(processes),
        orders,
        repeat,
        Map.copyOf(words));
  }

  private static void check(MailboxPlan mailbox) {
    boolean bounded = mailbox.capacity() instanceof Capacity.Bounded;
    if (mailbox.receivers() == Receivers.PAIR && !bounded) {
      throw new IllegalArgumentException("a pair is bounded: give it a capacity");
    }
    if (mailbox.receivers() == Receivers.ALL && !bounded) {
      throw new IllegalArgumentException("where all receive, the mailbox is bounded");
    }
    long messages = mailbox.capacity() instanceof Capacity.Bounded(int count) ? count : 1;
    if (messages * mailbox.messageSize() > MOST_BYTES) {
      throw new IllegalArgumentException("the lab's mailboxes have room for 64 MiB at most");
    }
  }

  private String word(String name) {
    return words.getOrDefault(name, "");
  }

  private int count(String word) {
    int count = Integer.parseInt(word(word));
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException("from 0 to " + MOST + " processes on a side");
    }
    return count;
  }

  private ProcessPlan sender(char letter) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("size", word("size"));
    options.put("until", word("until"));
    options.put("waiting", word("waiting"));
    options.put("numbers", words.getOrDefault("numbers", ""));
    options.put("sizes", words.getOrDefault("sizes", ""));
    if (word("until").equals("nothing")) {
      options.put("until", "accepted");
      options.put("try", "true");
    }
    return new ProcessPlan("" + letter, "sender", rate(letter, "send-rate"), 0, options);
  }

  private ProcessPlan receiver(char letter, int index, MailboxPlan mailbox) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("waiting", word("waiting"));
    options.put("receivers", mailbox.words().get("receivers"));
    if (mailbox.receivers() == Receivers.RANKED) {
      options.put("rank", Integer.toString(1 + 4 * index));
    }
    if (words.getOrDefault("acknowledge", "").equals("true")
        || word("until").equals("acknowledged")) {
      options.put("acknowledge", "true");
    }
    if (words.containsKey("number-of-" + letter)) {
      options.put("number", words.get("number-of-" + letter));
    }
    return new ProcessPlan("" + letter, "receiver", rate(letter, "receive-rate"), 0, options);
  }

  private String rate(char letter, String usual) {
    String said = words.get("rate-of-" + letter);
    return said == null ? words.getOrDefault(usual, "1") : said;
  }
}
