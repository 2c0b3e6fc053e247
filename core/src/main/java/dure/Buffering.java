// SPDX-License-Identifier: Apache-2.0
package dure;

/// Who manages the memory that a mailbox lives in.
public enum Buffering {
  /// The system: it takes shared memory when the mailbox is created, and frees it when it is
  /// deleted.
  AUTOMATIC,

  /// The caller, who supplies a file: its place, its file system, and with them the room there is.
  EXPLICIT
}
