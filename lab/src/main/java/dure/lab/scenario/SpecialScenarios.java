// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Scenarios that are more than a situation around one mailbox.
///
/// In a choice of a process `{unique}` stands for a name that no other run has.
final class SpecialScenarios {
  private static final List<String> POLICIES = List.of("pair", "one", "any", "ranked", "all");

  private static final List<String> LANES =
      List.of("pair", "shm", "file", "fifo", "posix", "sysv", "unix", "tcp");

  private SpecialScenarios() {}

  private static Scenario of(
      String id, double slower, List<MailboxPlan> mailboxes, List<ProcessPlan> processes) {
    return of(id, slower, mailboxes, processes, List.of(), 0, Map.of());
  }

  private static Scenario of(
      String id,
      double slower,
      List<MailboxPlan> mailboxes,
      List<ProcessPlan> processes,
      List<TimedOrder> orders,
      double repeat,
      Map<String, String> words) {
    return new Scenario(
        id,
        id.equals("film") ? "mailbox" : id,
        slower,
        mailboxes,
        processes,
        orders,
        repeat,
        words);
  }

  private static ProcessPlan alone(
      String letter, String kind, String rate, Map<String, String> options) {
    return new ProcessPlan(letter, kind, rate, ProcessPlan.NO_MAILBOX, options);
  }

  /// 2 GB through a buffer of 1 GB, in proportion.
  static Scenario film(Map<String, String> said) {
    MailboxPlan films =
        MailboxPlan.parse("films", Map.of("capacity", "2", "size", "1024", "owner", "system"));
    return of(
        "film",
        2,
        List.of(films),
        List.of(
            new ProcessPlan("A", "film-sender", "8", 0, Map.of()),
            new ProcessPlan("X", "film-receiver", "3", 0, Map.of())),
        List.of(
            new TimedOrder(14, "X", "rate 8"),
            new TimedOrder(14, "A", "rate 3"),
            new TimedOrder(26, "X", "rate 3"),
            new TimedOrder(26, "A", "rate 8")),
        28,
        Map.of());
  }

  /// One sender and three receivers at five mailboxes, each of another policy.
  static Scenario policies(Map<String, String> said) {
    List<MailboxPlan> mailboxes = new ArrayList<>();
    for (String policy : POLICIES) {
      mailboxes.add(
          MailboxPlan.parse("news." + policy, Map.of("capacity", "4", "receivers", policy)));
    }
    List<ProcessPlan> processes = new ArrayList<>();
    String policies = String.join(",", POLICIES);
    int rank = 1;
    for (String letter : List.of("X", "Y", "Z")) {
      String rate = letter.equals("Y") ? "0.5" : letter.equals("X") ? "1" : "0.8";
      Map<String, String> options = new LinkedHashMap<>();
      options.put("policies", policies);
      options.put("rank", Integer.toString(rank));
      options.put("sender", "A");
      processes.add(
          new ProcessPlan(letter, "policy-receiver", rate, ProcessPlan.ALL_MAILBOXES, options));
      rank += 4;
    }
    processes.add(
        new ProcessPlan(
            "A", "policy-sender", "1.2", ProcessPlan.ALL_MAILBOXES, Map.of("policies", policies)));
    return of("policies", 1, mailboxes, processes);
  }

  /// Processes that know each other by name, and the links that come of it.
  static Scenario links(Map<String, String> said) {
    int count = Math.clamp(Integer.parseInt(said.getOrDefault("processes", "5")), 2, 7);
    String letters = "PQRSTUV".substring(0, count);
    List<ProcessPlan> processes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> others = new ArrayList<>();
      for (int j = 1; j < count; j++) {
        others.add("" + letters.charAt((i + j) % count));
      }
      processes.add(
          alone(
              "" + letters.charAt(i),
              "talker",
              "0.5",
              Map.of("prefix", "{unique}-", "others", String.join(",", others))));
    }
    Map<String, String> words = Map.of("processes", Integer.toString(count));
    return of("links", 1, List.of(), processes, List.of(), 0, words);
  }

  /// A value of two halves, written and read without a lock, and under one.
  static Scenario torn(Map<String, String> said) {
    Map<String, String> options =
        Map.of("region", "/{unique}", "lock", said.getOrDefault("lock", "false"));
    return of(
        "torn",
        1,
        List.of(),
        List.of(
            alone("A", "value-writer", "1.1", options),
            alone("B", "value-writer", "0.9", options),
            alone("X", "value-reader", "3", options)),
        List.of(
            new TimedOrder(12, "A", "do lock"),
            new TimedOrder(12, "B", "do lock"),
            new TimedOrder(12, "X", "do lock")),
        0,
        Map.of());
  }

  /// The same wait in a busy loop, at a spin lock, and at a semaphore.
  static Scenario locks(Map<String, String> said) {
    Map<String, String> region = Map.of("region", "/{unique}");
    List<ProcessPlan> processes = new ArrayList<>();
    processes.add(alone("O", "lock-holder", "0.25", region));
    String letters = "STW";
    List<String> hows = List.of("busy", "spin", "semaphore");
    for (int i = 0; i < hows.size(); i++) {
      Map<String, String> options = new LinkedHashMap<>(region);
      options.put("how", hows.get(i));
      processes.add(alone("" + letters.charAt(i), "lock-waiter", "1", options));
    }
    return of("spin-semaphore", 1, List.of(), processes);
  }

  /// B creates, A attaches, B writes, A reads.
  static Scenario fourSteps(Map<String, String> said) {
    Map<String, String> region = Map.of("region", "/{unique}");
    return of(
        "four-steps",
        1,
        List.of(),
        List.of(
            alone("B", "step-creator", "0.4", region), alone("A", "step-attacher", "0.4", region)));
  }

  /// Two writes that arrive as one read.
  static Scenario pipe(Map<String, String> said) {
    Map<String, String> fifo = Map.of("fifo", "/tmp/{unique}");
    return of(
        "pipe",
        1,
        List.of(),
        List.of(alone("A", "pipe-writer", "1", fifo), alone("X", "pipe-reader", "0.5", fifo)));
  }

  /// The life of a socket, step by step.
  static Scenario socket(Map<String, String> said) {
    Map<String, String> at = Map.of("socket", "unix:/tmp/{unique}");
    return of(
        "socket",
        1,
        List.of(),
        List.of(alone("S", "socket-server", "0.5", at), alone("T", "socket-client", "0.35", at)));
  }

  /// The same job over every transport.
  static Scenario race(Map<String, String> said) {
    List<MailboxPlan> mailboxes = new ArrayList<>();
    for (String lane : LANES) {
      String transport = lane.equals("pair") ? "shm" : lane;
      mailboxes.add(
          MailboxPlan.parse("race." + lane, Map.of("transport", transport, "owner", "process")));
    }
    Map<String, String> options = Map.of("transports", String.join(",", LANES));
    return of(
        "race",
        1,
        mailboxes,
        List.of(
            new ProcessPlan("X", "racing-receiver", "max", ProcessPlan.ALL_MAILBOXES, options),
            new ProcessPlan("A", "racing-sender", "max", ProcessPlan.ALL_MAILBOXES, options)),
        List.of(),
        0,
        Map.of("lanes", String.join(",", LANES)));
  }
}
