// SPDX-License-Identifier: Apache-2.0
package dure;

/// Who owns a mailbox, and so how long it lives.
public enum Owner {
  /// It stays until it is deleted, whatever happens to the processes that use it.
  SYSTEM,
  /// It ends with the process that created it, however that process ends; nothing of it stays
  /// behind.
  PROCESS
}
