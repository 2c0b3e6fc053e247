// SPDX-License-Identifier: Apache-2.0
package dure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Says which mailbox to open or create, and how; made by [Mailbox#named].
///
/// The choices of a creator count only when a mailbox is created; opening one that exists takes it
/// as it is. Not for several threads at once; may be used again.
public final class MailboxBuilder {
  /// How often to find a mailbox neither there to be opened nor absent to be created, while others
  /// create and delete it.
  private static final int MOST_TRIES = 20;

  private static final long PAUSE_NANOS = 5_000_000L;

  private final Address address;
  private Capacity capacity;
  private long messageSize;
  private Receivers receivers;
  private Owner owner;
  private int mode;
  private String group;
  private Duration patience;
  private int participants;
  private Order order;
  private WhenFull whenFull;
  private int attempts;
  private String deadLetters;
  private int maxInFlight;
  private int rank;
  private boolean listening;
  private boolean readOnly;
  private Waiting waiting = Waiting.ADAPTIVE;
  private String participant = "";

  MailboxBuilder(Address address) {
    this.address = address;
    MailboxSettings defaults = Transport.of(address).defaults();
    capacity = defaults.capacity();
    messageSize = defaults.messageSize();
    receivers = defaults.receivers();
    owner = defaults.owner();
    mode = defaults.mode();
    group = defaults.group();
    patience = defaults.patience();
    participants = defaults.participants();
    order = defaults.order();
    whenFull = defaults.whenFull();
    attempts = defaults.attempts();
    deadLetters = defaults.deadLetters();
    maxInFlight = defaults.maxInFlight();
  }

  /// How many messages it holds.
  public MailboxBuilder capacity(Capacity capacity) {
    this.capacity = capacity;
    return this;
  }

  /// The longest message, in bytes; the mailbox reserves memory for as many of them as it holds.
  public MailboxBuilder messageSize(long bytes) {
    this.messageSize = bytes;
    return this;
  }

  /// Who receives when several share it.
  public MailboxBuilder receivers(Receivers receivers) {
    this.receivers = receivers;
    return this;
  }

  /// How long it lives.
  public MailboxBuilder owner(Owner owner) {
    this.owner = owner;
    return this;
  }

  /// Who may use it, as Unix permission bits: `0600` for this user alone, `0660` for a group too.
  public MailboxBuilder mode(int mode) {
    this.mode = mode;
    return this;
  }

  /// The group that the mode speaks of, by name or number.
  public MailboxBuilder group(String group) {
    this.group = group;
    return this;
  }

  /// How long a claim, or a process that stopped in the middle of a send, may hold others up before
  /// they go past it; at most [MailboxSettings#LONGEST_PATIENCE].
  public MailboxBuilder patience(Duration patience) {
    this.patience = patience;
    return this;
  }

  /// How many processes can have it open at once; a pair always takes two, and the process that
  /// owns one besides.
  public MailboxBuilder participants(int participants) {
    this.participants = participants;
    return this;
  }

  /// In which order its messages are handed out.
  public MailboxBuilder order(Order order) {
    this.order = order;
    return this;
  }

  /// What happens to the next message when it is full.
  public MailboxBuilder whenFull(WhenFull whenFull) {
    this.whenFull = whenFull;
    return this;
  }

  /// Where a message goes after so many deliveries that came to nothing, because the receiver died,
  /// failed, or gave it back.
  ///
  /// @param attempts from 1 to [MailboxSettings#MOST_ATTEMPTS]
  /// @param address of a mailbox that exists when it is needed
  public MailboxBuilder deadLetters(int attempts, String address) {
    this.attempts = attempts;
    this.deadLetters = address;
    return this;
  }

  /// How many deliveries one handle may have in hand before it has to acknowledge one; 0 for any
  /// number.
  public MailboxBuilder maxInFlight(int most) {
    this.maxInFlight = most;
    return this;
  }

  /// The rank of this process among waiting receivers, in a mailbox of [Receivers#RANKED]: the
  /// higher goes first. Zero unless it is said.
  public MailboxBuilder rank(int rank) {
    this.rank = rank;
    return this;
  }

  /// Begins to listen as soon as the mailbox is open, rather than when it first receives: in a
  /// mailbox of [Receivers#ALL] that is when messages begin to be kept for it.
  public MailboxBuilder listening() {
    this.listening = true;
    return this;
  }

  /// Only listens, in a mailbox of [Receivers#ALL] that drops the oldest ([WhenFull#DROP_OLDEST]):
  /// there senders wait for no listener, so listeners need not be known. It takes the right to read
  /// the mailbox's file, and no more.
  ///
  /// Such a listener is no participant. It gets what is sent from then on. Stopped or killed, it
  /// holds no process up; it can send nothing and acknowledge nothing. No sender knows that it
  /// waits, so none wakes it: it spins as [#waiting] says, and then looks for new messages every
  /// millisecond, which takes a little of a processor all the time.
  ///
  /// Any other mailbox is refused at [#open] with an [IllegalArgumentException], and so are
  /// [#create] and [#openOrCreate].
  public MailboxBuilder readOnly() {
    this.readOnly = true;
    return this;
  }

  /// How this process will wait at it.
  public MailboxBuilder waiting(Waiting waiting) {
    this.waiting = waiting;
    return this;
  }

  /// The name under which this process shows among the participants: as many of its characters as
  /// 56 bytes of UTF-8 have room for.
  public MailboxBuilder participant(String participant) {
    this.participant = participant;
    return this;
  }

  /// Creates the mailbox and opens it.
  ///
  /// @throws MailboxExistsException if the name is taken
  /// @throws OutOfSharedMemoryException if the memory it needs is not there
  public Mailbox create() {
    requireToWrite();
    Channel created = transport().create(address, settings(), opening());
    Observers.created(address);
    return Mailbox.over(created);
  }

  /// Opens the mailbox.
  ///
  /// @throws NoSuchMailboxException if there is none
  /// @throws NotPermittedException if this user may not use it
  /// @throws IllegalArgumentException if it is to be [#readOnly] and receivers there write
  public Mailbox open() {
    return Mailbox.over(transport().open(address, opening()));
  }

  /// Opens the mailbox, creating it if there is none.
  ///
  /// @throws MailboxExistsException if the name stays taken by what cannot be opened
  public Mailbox openOrCreate() {
    requireToWrite();
    for (int tries = 1; ; tries++) {
      try {
        return open();
      } catch (NoSuchMailboxException absent) {
        // then it is ours to create
      }
      try {
        return create();
      } catch (MailboxExistsException createdByAnotherMeanwhile) {
        if (tries == MOST_TRIES) {
          throw createdByAnotherMeanwhile;
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void requireToWrite() {
    if (readOnly) {
      throw new IllegalArgumentException(
          "mailbox '"
              + address
              + "' cannot be created for reading only: open it, or leave out readOnly()");
    }
  }

  private Transport transport() {
    return Transport.of(address);
  }

  private MailboxSettings settings() {
    return new MailboxSettings(
        capacity,
        messageSize,
        receivers,
        order,
        whenFull,
        owner,
        mode,
        group,
        patience,
        participants,
        attempts,
        deadLetters,
        maxInFlight);
  }

  private Transport.Opening opening() {
    return new Transport.Opening(waiting, participant, rank, listening, readOnly);
  }
}
