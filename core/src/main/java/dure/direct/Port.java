// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Address;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxExistsException;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.NameTakenException;
import dure.Owner;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A mailbox known by a number: a service has a well-known one, and a client that needs one for a
/// while takes any that is free.
///
/// ```java
/// try (Mailbox telnet = Port.of(23).claim()) { ... }        // the service
/// try (Mailbox telnet = Port.of(23).open()) { ... }         // a client
/// try (Mailbox reply = Port.claimAny()) { ... Port.of(reply).number() ... }
/// ```
///
/// A port belongs to the process that claimed it and is free again when that ends, however it ends.
/// Its mailbox is `port.N`, like any other in every way.
///
/// @param number from 1 to [#LAST]
public record Port(int number) implements Comparable<Port> {
  /// The last port.
  public static final int LAST = 65_535;

  /// From here on, ports are given to callers that want any.
  public static final int FIRST_FREE = 49_152;

  private static final String PREFIX = "port.";
  private static final Pattern NAME = Pattern.compile("port\\.([1-9][0-9]{0,4})");

  /// @throws IllegalArgumentException if there is no such number
  public Port {
    if (number < 1 || number > LAST) {
      throw new IllegalArgumentException("a port is from 1 to " + LAST + ", not " + number);
    }
  }

  /// The port of this number.
  public static Port of(int number) {
    return new Port(number);
  }

  /// The port that a mailbox is.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Port of(Mailbox mailbox) {
    return of(mailbox.address());
  }

  private static Port of(Address address) {
    Matcher name = NAME.matcher(address.toString());
    if (!name.matches()) {
      throw new IllegalArgumentException("mailbox '" + address + "' is no port");
    }
    return new Port(Integer.parseInt(name.group(1)));
  }

  /// The name of its mailbox.
  public String name() {
    return PREFIX + number;
  }

  /// Claims it for this process, until the mailbox is closed or the process ends.
  ///
  /// @throws NameTakenException if another has it
  public Mailbox claim() {
    return claim(UnaryOperator.identity());
  }

  /// Claims it, with a mailbox of one's own choice but for its owner, who is this process.
  ///
  /// @throws NameTakenException if another has it
  public Mailbox claim(UnaryOperator<MailboxBuilder> choices) {
    try {
      return choices.apply(Mailbox.named(name())).owner(Owner.PROCESS).create();
    } catch (MailboxExistsException taken) {
      throw new NameTakenException(
          name(), "port " + number + " is taken; claim another, or any that is free");
    }
  }

  /// Claims any free port.
  public static Mailbox claimAny() {
    return claimAny(UnaryOperator.identity());
  }

  /// Claims any free port, with a mailbox of one's own choice but for its owner.
  ///
  /// @throws NameTakenException if none is free
  public static Mailbox claimAny(UnaryOperator<MailboxBuilder> choices) {
    int count = LAST - FIRST_FREE + 1;
    int start = (int) (ProcessHandle.current().pid() % count);
    for (int tries = 0; tries < count; tries++) {
      try {
        return new Port(FIRST_FREE + (start + tries) % count).claim(choices);
      } catch (NameTakenException another) {
        // then the next
      }
    }
    throw new NameTakenException(PREFIX + FIRST_FREE, "and all ports after it are taken");
  }

  /// Opens it, to use what serves there.
  ///
  /// @throws dure.NoSuchMailboxException if nothing does
  public Mailbox open() {
    return Mailbox.open(name());
  }

  /// The ports that are taken now, in their order.
  public static List<Port> taken() {
    return Mailbox.list().stream()
        .filter(status -> status.condition() == Condition.LIVE)
        .map(MailboxStatus::address)
        .filter(Port::isOne)
        .map(Port::of)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static boolean isOne(Address address) {
    Matcher name = NAME.matcher(address.toString());
    return name.matches() && Integer.parseInt(name.group(1)) <= LAST;
  }

  @Override
  public int compareTo(Port other) {
    return Integer.compare(number, other.number);
  }
}
