// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.Channel;
import dure.Choice;
import dure.Claim;
import dure.Deadline;
import dure.DureException;
import dure.Feature;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Occupancy;
import dure.Payload;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.Transport;
import dure.Transport.Opening;
import dure.Until;
import dure.Waiting;
import dure.WhenFull;
import dure.transport.socket.Answer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A mailbox behind a socket, as a guest that is connected has it open: each call is a request.
/// What is done, its host does.
final class RemoteChannel implements Channel {
  private final Address address;
  private final MailboxSettings settings;
  private final Map<Feature, String> lacks;
  private final ClientConnection conversation;

  RemoteChannel(
      Address address,
      MailboxSettings settings,
      Map<Feature, String> lacks,
      ClientConnection conversation) {
    this.address = address;
    this.settings = settings;
    this.lacks = lacks;
    this.conversation = conversation;
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public MailboxSettings settings() {
    return settings;
  }

  @Override
  public Map<Feature, String> lacks() {
    return lacks;
  }

  @Override
  public MailboxStatus status() {
    try (Call call = conversation.askSoon(Op.STATUS, new WireWriter())) {
      return call.awaitSoon().read(seen -> WireCodecs.status(seen, address));
    }
  }

  @Override
  public Occupancy occupancy() {
    try (Call call = conversation.askSoon(Op.LOOK, new WireWriter())) {
      return call.awaitSoon().read(seen -> new Occupancy(seen.i64(), seen.i64(), seen.i64()));
    }
  }

  @Override
  public void requireLive() {
    conversation.requireLive();
  }

  @Override
  public Channel another() {
    conversation.requireLive();
    Opening opening = new Opening(Waiting.BLOCK, "", 0, true, lacks.containsKey(Feature.SENDING));
    Channel other = Transport.of(address).open(address, opening);
    boolean same =
        other instanceof RemoteChannel remote && conversation.isWith(remote.conversation);
    if (!same) {
      other.close();
      throw conversation.gone();
    }
    return other;
  }

  @Override
  public <S> int send(S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException {
    requireFits(payload.size(message));
    byte[] bytes = payload.bytes(message);
    boolean patient = how == Sending.PLAIN && deadline == Deadline.NEVER;
    if (patient && conversation.streams() && conversation.stream(bytes)) {
      return 0;
    }
    WireWriter asked = new WireWriter(WireCodecs.MOST_BEFORE_A_MESSAGE + bytes.length);
    if (how == Sending.PLAIN) {
      boolean lend = patient && conversation.wantsRoom();
      asked.i64(lend ? Op.FOREVER_AND_LEND : WireCodecs.time(deadline)).rest(bytes);
      return send(Op.SEND, asked, Until.ACCEPTED, deadline);
    }
    WireCodecs.sending(asked, how, deadline).rest(bytes);
    return send(Op.TRACK, asked, how.until(), deadline);
  }

  @Override
  public @Nullable CompletableFuture<Receipt> sendAhead(byte[] message) {
    requireFits(message.length);
    return conversation.streamAhead(message);
  }

  private int send(Op op, WireWriter asked, Until until, long deadline)
      throws InterruptedException {
    Call call = conversation.ask(op, asked, deadline);
    boolean goesOn = false;
    try {
      Answer answer = call.await(deadline);
      goesOn = answer.kind() == Kind.GOES_ON;
      if (goesOn) {
        return call.id;
      }
      if (answer.kind() == Kind.CANCELLED) {
        return NOT_SENT;
      }
      boolean sent =
          op == Op.SEND
              ? answer.read(WireReader::flag)
              : answer.read(WireCodecs::receipt).reached(Until.ACCEPTED);
      if (sent && until != Until.ACCEPTED) {
        throw conversation.nonsense(); // first it says that the message is in the mailbox
      }
      return sent ? 0 : NOT_SENT;
    } finally {
      if (!goesOn) {
        call.close();
      }
    }
  }

  /// The host waits for the patience of a mailbox where an offer stands for so long.
  @Override
  public Receipt await(int sent, Until until, long deadline) throws InterruptedException {
    try (Call call = conversation.call(sent)) {
      boolean offers = settings.whenFull() == WhenFull.REFUSE && deadline != Deadline.NOW;
      long end = offers ? Deadline.later(deadline, settings.patience()) : deadline;
      Answer answer = call.await(end);
      return answer.kind() == Kind.CANCELLED
          ? Receipt.of(Outcome.NOT_SENT)
          : answer.read(WireCodecs::receipt);
    }
  }

  @Override
  public @Nullable Claim claim(long size, long deadline) throws InterruptedException {
    requireFits(size);
    WireWriter asked = new WireWriter().i64(size).i64(WireCodecs.time(deadline));
    Call call = conversation.ask(Op.CLAIM, asked, deadline);
    boolean claimed = false;
    try {
      claimed = call.await(deadline).kind() == Kind.GOES_ON;
      return claimed ? new RemoteClaim(address.toString(), conversation, call, (int) size) : null;
    } finally {
      if (!claimed) {
        call.close();
      }
    }
  }

  @Override
  public @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    Message late = conversation.late().take(choice);
    if (late != null) {
      return late;
    }
    WireWriter asked = new WireWriter().i64(choice.code()).i64(WireCodecs.time(deadline));
    try (Call call = conversation.ask(Op.RECEIVE, asked, deadline)) {
      Answer answer = call.await(deadline);
      return answer.kind() == Kind.CANCELLED
          ? null
          : answer.<@Nullable Message>read(body -> body.flag() ? WireCodecs.message(body) : null);
    }
  }

  @Override
  public List<Message> receive(int least, int most, long deadline) throws InterruptedException {
    WireWriter asked = new WireWriter().i32(least).i32(most).i64(WireCodecs.time(deadline));
    try (Call call = conversation.ask(Op.BATCH, asked, deadline)) {
      List<Message> received = new ArrayList<>();
      Answer answer = call.await(deadline);
      while (answer.kind() == Kind.GOES_ON) {
        if (received.size() == most) {
          throw conversation.nonsense();
        }
        received.add(answer.read(WireCodecs::message));
        // Of those that were to come at least the host waits, beyond them it does not.
        answer = received.size() < least ? call.await(deadline) : call.awaitSoon();
      }
      return received;
    }
  }

  @Override
  public @Nullable Unsettled take(Use use, long deadline) throws InterruptedException {
    Op op = use == Use.DELIVERY ? Op.DELIVER : Op.IN_PLACE;
    Call call = conversation.ask(op, new WireWriter().i64(WireCodecs.time(deadline)), deadline);
    boolean goesOn = false;
    try {
      Answer answer = call.await(deadline);
      goesOn = answer.kind() == Kind.GOES_ON;
      if (goesOn) {
        return new RemoteInPlace(conversation, call, answer.read(WireCodecs::message));
      }
      return answer.kind() == Kind.DONE && op == Op.DELIVER ? delivery(answer) : null;
    } finally {
      if (!goesOn) {
        call.close();
      }
    }
  }

  private @Nullable Unsettled delivery(Answer answer) {
    return answer.<@Nullable Unsettled>read(body ->
        body.flag()
            ? new RemoteDelivery(conversation, body.i64(), WireCodecs.message(body))
            : null);
  }

  @Override
  public List<Message> untaken() {
    return list(Op.UNTAKEN, new WireWriter());
  }

  @Override
  public List<Message> browse(int most) {
    return list(Op.BROWSE, new WireWriter().i32(most));
  }

  private List<Message> list(Op op, WireWriter asked) {
    try (Call call = conversation.askSoon(op, asked)) {
      List<Message> listed = new ArrayList<>();
      for (Answer answer = call.awaitSoon();
          answer.kind() == Kind.GOES_ON;
          answer = call.awaitSoon()) {
        listed.add(answer.read(WireCodecs::message));
      }
      return listed;
    }
  }

  @Override
  public boolean remove(Message seen) {
    WireWriter asked = WireCodecs.message(new WireWriter(), seen);
    try (Call call = conversation.askSoon(Op.REMOVE, asked)) {
      return call.awaitSoon().read(WireReader::flag);
    }
  }

  /// What came too late for the calls that asked goes back, at the end of the line.
  @Override
  public void close() {
    if (!conversation.isClosed()) {
      conversation.late().takeAll().forEach(this::putBack);
    }
    conversation.close();
  }

  private void putBack(Message message) {
    try {
      Sending how = Sending.PLAIN.priority(message.priority()).number(message.number());
      int _ = send(message.bytes(), Payload.ARRAY, how, Deadline.NOW);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    } catch (DureException nowhereToPutIt) {
      // as when the mailbox has ended
    }
  }
}
