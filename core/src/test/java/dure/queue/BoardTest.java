// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.queue.Engine.NOT_NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dure.raw.Words;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The order of a board whose messages change hands while a receiver looks.
class BoardTest {
  private static final int CELLS = 4;

  /// The first message lies in the middle. While the receiver looks at the cell behind it, another
  /// receiver takes the first message, and a sender refills its cell: the second message goes next,
  /// not the third.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_cell_refilled_during_a_look_lets_no_message_overtake(boolean byPriority) {
    try (TestMemory memory = new TestMemory(CELLS, 16, false)) {
      Board sender = memory.board(1, byPriority);
      int[] claims = {sender.tryClaim(16), sender.tryClaim(16), sender.tryClaim(16)};
      publish(sender, claims[1], 1);
      publish(sender, claims[0], 2);
      publish(sender, claims[2], 3);
      Board other = memory.board(2, byPriority);
      Board receiver =
          memory.disturbedBoard(
              3,
              byPriority,
              claims[2],
              () -> {
                assertThat(receive(other)).isEqualTo(1);
                int last = sender.tryClaim(16);
                publish(sender, sender.tryClaim(16), 4);
                sender.abandon(last);
              });
      assertThat(receive(receiver)).isEqualTo(2);
      assertThat(receive(receiver)).isEqualTo(3);
      assertThat(receive(receiver)).isEqualTo(4);
      assertThat(receiver.tryTake(false, 0)).isEqualTo(NOT_NOW);
    }
  }

  private static void publish(Board board, int claim, long message) {
    Words.longPlain(board.roomAddress(claim, 16), message);
    board.publish(claim, 16, 16, Attributes.PLAIN);
  }

  private static long receive(Board board) {
    int take = board.tryTake(false, 0);
    assertThat(take).isNotEqualTo(NOT_NOW);
    long message = Words.longPlain(board.messageAddress(take, 16));
    board.release(take);
    return message;
  }
}
