// SPDX-License-Identifier: Apache-2.0
package dure.queue;

/// What a sender says of a message beside its contents.
///
/// @param priority the higher goes first, where the mailbox orders by priority
/// @param number what receivers may ask for, where the mailbox lets them; 0 for none
/// @param wanted whether the sender will wait for what becomes of it, and then
///   [SendingEnd#settle(int,boolean)]s it
public record Attributes(int priority, long number, boolean wanted) {
  /// Of a message of which nothing is said.
  public static final Attributes PLAIN = new Attributes(0, 0, false);
}
