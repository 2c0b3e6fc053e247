// SPDX-License-Identifier: Apache-2.0
package dure.queue;

/// What a message was taken from, and is given back to.
public interface MessageSource {
  /// Gives a taken message back as done: it is gone, and its room is free.
  void release(int take);

  /// Gives a taken message back undone: it will be delivered again.
  void giveBack(int take);
}
