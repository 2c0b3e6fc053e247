// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Channel;
import dure.Message;

/// A message that a process keeps in hand while its threads turn to other things.
///
/// @param message a copy, which outlasts it
/// @param take what the engine calls it
/// @param channel that it was taken from
record Held(Message message, int take, MemoryChannel channel) implements Channel.Unsettled {
  @Override
  public void settle(boolean done) {
    channel.resume(take, done);
  }
}
