// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;

/// Room in a mailbox, claimed by one sender to write a message in place.
///
/// Fill it, then [#publish]. Closing it unpublished abandons it: no receiver ever sees it. For the
/// thread that made the claim, and until it is published or closed; any other use is an
/// [IllegalStateException].
///
/// A claim that is kept long does not hold the others up: after the mailbox's *patience* the
/// receivers go past it, and it arrives after messages claimed later. Publishing never waits.
public interface Claim extends Room, AutoCloseable {
  /// The length claimed, in bytes.
  @Override
  long size();

  /// The room as a segment, for bulk writing, until the claim is published or closed. Writing
  /// through it later spoils messages of others.
  @Override
  MemorySegment segment();

  @Override
  Claim putByte(long offset, byte value);

  @Override
  Claim putInt(long offset, int value);

  @Override
  Claim putLong(long offset, long value);

  @Override
  default Claim putDouble(long offset, double value) {
    return putLong(offset, Double.doubleToRawLongBits(value));
  }

  @Override
  Claim put(long offset, byte[] bytes, int from, int length);

  /// Sends the message, of the length claimed. When this returns it is accepted: it is in the
  /// mailbox and survives its sender.
  ///
  /// In a mailbox that was deleted since the claim no receiver gets it; [Mailbox#untaken] shows it.
  ///
  /// @throws MailboxClosedException if this process closed it meanwhile
  void publish();

  /// As [#publish()], with the message ending after `size` bytes of what was claimed.
  void publish(long size);

  /// Abandons the claim unless it has been published.
  @Override
  void close();
}
