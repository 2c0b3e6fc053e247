// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Processes come, leave and are killed: all that was accepted is received, by one receiver, once.
@Needs(Capability.DELIVERIES)
public abstract class ComingAndGoingContract extends ContractPart {
  // LECTURE: 6

  private static final String LABOUR = "labour work=1";
  private static final int EACH = 120;

  private final Ledger books = new Ledger();

  /// @param transport whose contract it is
  protected ComingAndGoingContract(TransportUnderTest transport) {
    super(transport);
  }

  @ParameterizedTest
  @EnumSource(names = {"ONE", "ANY", "RANKED", "NUMBERS", "ZERO"})
  void nothing_is_lost_and_nothing_comes_twice_untold(Capability kind) {
    String box = address();
    String choices = kind == Capability.ZERO ? kind.words() : kind.words() + " capacity=5";
    Actor leaves = creator("leaves", box, choices);
    Actor stays = actor("stays", box);
    Actor killed = actor("killed", box);
    Actor worker = actor("worker", box, "rank=1");
    Actor dies = actor("dies", box, "rank=2");
    Execution work = worker.begins(LABOUR);
    dies.begins(LABOUR);
    Execution first = leaves.begins("stream a 40");
    killed.begins("stream b " + EACH + " pause=1");
    Execution second = stays.begins("stream c " + EACH + " pause=1");
    first.result();
    leaves.leaves();
    killed.awaitHappenings(EACH / 4);
    killed.kill();
    dies.kill();
    Actor late = actor("late", box);
    Execution lateWork = late.begins(LABOUR);
    second.result();
    List<Actor> all = List.of(leaves, stays, killed, worker, dies, late);
    awaitDepth(box, 0);
    endWhenAllIsReceived(all, all, List.of(work, lateWork));
    all.forEach(books::hear);
    books.checkUnion(nextOf("b", killed));
    assertEmpty(box);
  }

  @Test
  @Needs(Capability.PAIR)
  void the_two_of_a_pair_may_change() {
    String box = address();
    List<Actor> all = new ArrayList<>();
    Set<String> inDoubt = new TreeSet<>();
    Actor receiver = creator("r0", box, "receivers=PAIR", "capacity=5");
    all.add(receiver);
    for (int round = 0; round < 3; round++) {
      Actor sender = actor("s" + round, box);
      all.add(sender);
      receiver.begins(LABOUR);
      Execution stream = sender.begins("stream m" + round + "- " + EACH);
      receiver.awaitHappenings(20);
      receiver.kill();
      receiver = actor("r" + (round + 1), box);
      all.add(receiver);
      if (round == 1) {
        sender.kill();
        inDoubt.addAll(nextOf("m1-", sender));
      } else {
        Execution labour = receiver.begins(LABOUR);
        stream.result();
        awaitDepth(box, 0);
        endWhenAllIsReceived(List.of(sender), all, List.of(labour));
        sender.leaves();
      }
    }
    all.forEach(books::hear);
    books.checkUnion(inDoubt);
    assertEmpty(box);
  }

  /// What a sender was about to send when it was killed.
  private static Set<String> nextOf(String prefix, Actor killed) {
    return Set.of(prefix + killed.happenings("sent").size());
  }
}
