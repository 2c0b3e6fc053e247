// SPDX-License-Identifier: Apache-2.0
package dure;

import dure.MailboxStatus.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One mechanism behind the mailbox contract, found by [java.util.ServiceLoader].
///
/// Implementations keep every promise of [Mailbox], or refuse at [#create] what they cannot keep.
/// They are safe for all threads.
public interface Transport {
  /// How one process opens a mailbox.
  ///
  /// @param waiting how it will wait
  /// @param participant its name among the participants; empty for the name of its program
  /// @param rank its rank among those who wait, where that counts
  /// @param listening whether it begins to listen at once, where that makes a difference
  /// @param readOnly whether it only listens and writes nothing; never so in a creation
  /// @param alias the address by which its user knows it, if that is another
  record Opening(
      Waiting waiting,
      String participant,
      int rank,
      boolean listening,
      boolean readOnly,
      @Nullable Address alias) {
    private static final Map<Feature, String> READ_ONLY =
        Map.of(
            Feature.SENDING, readOnly("sending writes"),
            Feature.RECEIPTS, readOnly("sending writes"),
            Feature.DELIVERIES, readOnly("nobody hears of an acknowledgement"),
            Feature.UNTAKEN, readOnly("has sent nothing"),
            Feature.BROWSING, readOnly("takes messages only in their order"));

    /// By its own address.
    public Opening(
        Waiting waiting, String participant, int rank, boolean listening, boolean readOnly) {
      this(waiting, participant, rank, listening, readOnly, null);
    }

    /// The same, of a mailbox that its user knows by another address.
    public Opening as(Address other) {
      return new Opening(waiting, participant, rank, listening, readOnly, other);
    }

    private static String readOnly(String why) {
      return "it is open to be read only, and " + why + ": open it without readOnly()";
    }

    /// What a handle lacks that is opened so, as [Channel#lacks].
    public Map<Feature, String> lacks() {
      return readOnly ? READ_ONLY : Map.of();
    }

    /// What its user calls the mailbox at an address.
    public Address called(Address address) {
      return alias == null ? address : alias;
    }
  }

  /// The scheme of the addresses it serves.
  String scheme();

  /// What a creator gets who makes no choices of his own.
  default MailboxSettings defaults() {
    return MailboxSettings.DEFAULT;
  }

  /// What its mailboxes cannot do, and why, in words that follow the name of the mailbox.
  default Map<Feature, String> lacks() {
    return Map.of();
  }

  /// Creates a mailbox and opens it.
  Channel create(Address address, MailboxSettings settings, Opening opening);

  /// Opens a mailbox that exists.
  Channel open(Address address, Opening opening);

  /// Deletes a mailbox.
  void delete(Address address);

  /// Looks at a mailbox from outside.
  MailboxStatus status(Address address);

  /// Looks at all of this transport's mailboxes.
  List<MailboxStatus> list();

  /// What comes of a look at one of those that [#list] has found: its status; if it cannot be had,
  /// one that says why; nothing if there is no such mailbox any more.
  static Optional<MailboxStatus> lookOrSayWhyNot(Address address, Supplier<MailboxStatus> look) {
    try {
      return Optional.of(look.get());
    } catch (NoSuchMailboxException | InvalidNameException goneOrNone) {
      return Optional.empty();
    } catch (NotPermittedException closedToUs) {
      return Optional.of(new MailboxStatus(address, Condition.NOT_PERMITTED, null));
    } catch (DamagedMailboxException noMailbox) {
      return Optional.of(new MailboxStatus(address, Condition.DAMAGED, null));
    } catch (DureException ownerDoesNotAnswer) {
      return Optional.of(new MailboxStatus(address, Condition.UNREACHABLE, null));
    }
  }

  /// What comes of looks at all that [#list] has found, made at the same time: what does not answer
  /// within about a second is listed as unreachable.
  ///
  /// @param look as [#lookOrSayWhyNot]
  static List<MailboxStatus> lookAtAll(
      List<Address> addresses, Function<Address, Optional<MailboxStatus>> look) {
    return StatusLooks.of(addresses, look);
  }

  /// Who manages the memory of its mailboxes.
  default Buffering buffering() {
    return Buffering.AUTOMATIC;
  }

  /// All transports there are.
  static List<Transport> all() {
    return Transports.ALL;
  }

  /// The transport that serves an address.
  ///
  /// @throws InvalidNameException if there is none of its scheme
  static Transport of(Address address) {
    for (Transport transport : Transports.ALL) {
      if (transport.scheme().equals(address.scheme())) {
        return transport;
      }
    }
    String known = Transports.ALL.stream().map(Transport::scheme).collect(Collectors.joining(", "));
    throw new InvalidNameException(
        address.toString(),
        "no transport is called '" + address.scheme() + "'; there are: " + known);
  }
}
