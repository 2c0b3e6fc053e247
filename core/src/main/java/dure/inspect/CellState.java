// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

/// What a cell holds: the states of the slot word, as `docs/layout.md` numbers them.
public enum CellState {
  /// No message: the next sender that comes here claims it.
  FREE,
  /// Claimed by a sender that has not published yet.
  WRITING,
  /// An accepted message, for the taking.
  FULL,
  /// A message in a receiver's hands: taken, and neither acknowledged nor given back.
  READING,
  /// A claim that the receivers went past because its sender was slow or stopped.
  REVOKED,
  /// A message that its sender published after the receivers had gone past the claim.
  LATE,
  /// A message that is received, in a cell that its sender or its receiver has yet to free.
  DONE,
  /// No state of a sound cell: the word is overwritten or its page is lost.
  DAMAGED
}
