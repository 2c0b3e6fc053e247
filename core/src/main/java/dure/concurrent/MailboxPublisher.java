// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.MailboxSettings;
import dure.Receivers;
import dure.TypedMailbox;
import java.util.Objects;
import java.util.concurrent.Flow;

/// A mailbox as a publisher: a subscriber receives its messages, as many as it requests.
///
/// **Receivers.** The mailbox's choice of receivers decides. Where each message goes to one
/// receiver, it goes to one of the subscribers and of all other receivers. Where all receive
/// everything, every subscription opens the mailbox for itself and gets what is sent from then on:
/// this very mailbox, also if another one has taken its name meanwhile.
///
/// **Demand.** No message is taken that was not requested: what is not requested stays in the
/// mailbox, and holds its senders back as a full mailbox does.
///
/// **What a death costs.** A message is acknowledged when `onNext` has returned. If the process
/// dies in it, or a subscriber throws, which ends its subscription, the message is delivered to
/// another and [dure.Message#redelivered()] counts it. Where all receive everything there is no
/// other to deliver it to: a message is received before `onNext`.
///
/// **The end.** When the mailbox is deleted, its subscribers complete: that is how a sender says
/// that there will be no more, and it should do so when nothing is left in the mailbox. Everything
/// else is an error: that its owner has ended ([dure.OwnerGoneException]), that this process has
/// closed it, damage, and a message that cannot be decoded ([dure.CodecException]), which stays in
/// the mailbox.
///
/// Each subscription has a virtual thread, on which its subscriber is called.
///
/// @param <E> the elements
public final class MailboxPublisher<E> implements Flow.Publisher<E> {
  private final TypedMailbox<E> elements;

  /// A publisher of the messages of an open mailbox.
  public MailboxPublisher(TypedMailbox<E> elements) {
    this.elements = Objects.requireNonNull(elements);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super E> subscriber) {
    Objects.requireNonNull(subscriber);
    MailboxSettings settings = elements.mailbox().settings();
    boolean ownHandle = settings.receivers() == Receivers.ALL;
    TypedMailbox<E> source;
    try {
      source = ownHandle ? another() : elements;
    } catch (MailboxDeletedException ended) {
      subscriber.onSubscribe(new Ended());
      subscriber.onComplete();
      return;
    } catch (DureException notOpened) {
      subscriber.onSubscribe(new Ended());
      subscriber.onError(notOpened);
      return;
    }
    new MailboxSubscription<>(source, ownHandle, subscriber).begin();
  }

  private TypedMailbox<E> another() {
    return Mailbox.over(elements.mailbox().channel().another()).typed(elements.codec());
  }

  /// The subscription of a subscriber that gets nothing but the end.
  private static final class Ended implements Flow.Subscription {
    @Override
    public void request(long more) {}

    @Override
    public void cancel() {}
  }
}
