// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Channel;
import dure.Deadline;
import dure.DureException;
import dure.Sending;
import dure.linux.ProcessStat;
import dure.socket.SocketFrames;
import dure.transport.socket.Answer.Kind;
import java.time.Duration;
import java.util.List;

/// A guest as one to which its host lends room: what it streams into that room, and what it is told
/// of it. Only the thread that reads the connection uses it, but for what [Lending] does.
final class Borrower {
  /// How long a guest that has to go may take to hear why.
  private static final Duration LAST_WORD = Duration.ofSeconds(2);

  private final Host host;
  private final Guest guest;
  private final SocketFrames incoming;
  private final Loan loan;

  Borrower(Host host, Guest guest, SocketFrames incoming) {
    this.host = host;
    this.guest = guest;
    this.incoming = incoming;
    this.loan = new Loan(host.settings());
  }

  /// A message that was accepted when it was written, or whose sender waits for word.
  ///
  /// @param number of the loan
  void stream(int number, byte[] frame, Channel mailbox) throws InterruptedException {
    try {
      loan.requireLent(number);
      boolean told = StreamedBytes.PAYLOAD.isTold(frame);
      int _ = mailbox.send(frame, StreamedBytes.PAYLOAD, Sending.PLAIN, Deadline.NEVER);
      loan.accepted(told);
    } catch (DureException | IllegalArgumentException failure) {
      guest.tell(host.told(failure), Deadline.after(LAST_WORD));
      throw failure;
    }
  }

  /// Tells the guest what was accepted, if it waits for word, and lends it more, if it has little
  /// left and there is room.
  void renew(Channel mailbox) {
    boolean renewed = loan.isToBeRenewed() && lends(mailbox);
    if (renewed || loan.owesWord()) {
      loan.told();
      guest.answer(List.of(word()));
    }
    if (renewed) {
      settle();
    }
  }

  /// Answers a send that was done, and lends room, if the guest has earned it. That is told first:
  /// behind the answer comes the next message.
  void answer(byte[] answer, Channel mailbox) {
    if (host.lending().earns(this) && lends(mailbox)) {
      guest.answer(List.of(word(), answer));
      settle();
    } else {
      guest.answer(List.of(answer));
    }
  }

  /// Lends this guest what room there is. If it has, the guest is to be told, and then the loan
  /// [#settle]d.
  private boolean lends(Channel mailbox) {
    loan.begin();
    boolean lent = host.lending().lend(this) && loan.grant(mailbox.occupancy().room());
    if (!lent) {
      settle();
    }
    return lent;
  }

  /// The guest knows of all that it has been lent.
  private void settle() {
    if (loan.settled()) {
      tellRecall();
    }
    if (!loan.isOut()) {
      host.lending().returned(this, 0, true);
    }
  }

  private byte[] word() {
    WireWriter said = new WireWriter().i32(loan.number()).i64(loan.streamed()).i64(loan.limit());
    return Guest.frame(0, Kind.DONE, said);
  }

  private void tellRecall() {
    guest.answer(0, Kind.GOES_ON, new WireWriter().i32(loan.number()));
  }

  /// Has the guest give back the room that is lent to it.
  void recall() {
    switch (loan.recall()) {
      case NOTHING -> host.lending().returned(this, 0, true);
      case UNDER_WAY -> {}
      case TELL -> {
        // By a thread of its own: the guest may not read what is said to it.
        Thread _ = Thread.ofVirtual().name("dure-recall").start(this::tellRecall);
      }
    }
  }

  /// Whether its process can give room back: as far as can be told, it is not stopped. Of a guest
  /// from elsewhere nothing is known.
  boolean isRunning() {
    int pid = guest.pid();
    ProcessStat stat = pid == 0 ? null : ProcessStat.of(pid);
    boolean stopped = stat != null && (stat.state() == 'T' || stat.state() == 't');
    return pid != 0 && !stopped;
  }

  /// It has not given room back for so long that it will not: it is no guest of ours, if it runs.
  void cutOffIfRunning() {
    if (isRunning()) {
      guest.cutOff();
    }
  }

  /// The guest has given back what it was lent, as the order of its frames shows, or has left.
  void endLoan() {
    if (loan.end()) {
      host.lending().returned(this, loan.used(), loan.isExhausted());
    }
  }

  /// Waits until everything is in the mailbox that this guest has written by now.
  void awaitHandled(Duration longest) {
    boolean _ = Uninterruptibly.call(() -> incoming.awaitHandled(longest));
  }
}
