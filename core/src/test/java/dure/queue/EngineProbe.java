// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.queue.Engine.NOT_NOW;

import dure.raw.Words;
import org.jspecify.annotations.Nullable;

/// Sends and receives texts of bytes through a bare engine, never waiting.
final class EngineProbe {
  private EngineProbe() {}

  static boolean send(Engine engine, byte[] message) {
    int claim = engine.sendingEnd().tryClaim(message.length);
    if (claim == NOT_NOW) {
      return false;
    }
    Words.copyIn(
        message, 0, message.length, engine.sendingEnd().roomAddress(claim, message.length));
    engine.sendingEnd().publish(claim, message.length, message.length, Attributes.PLAIN);
    return true;
  }

  static byte @Nullable [] receive(Engine engine) {
    int take = engine.receivingEnd().tryTake(false, 0);
    if (take == NOT_NOW) {
      return null;
    }
    byte[] message = read(engine, take);
    engine.receivingEnd().release(take);
    return message;
  }

  static byte[] read(Engine engine, int take) {
    byte[] message = new byte[(int) engine.receivingEnd().size(take)];
    Words.copyOut(
        engine.receivingEnd().messageAddress(take, message.length), message, 0, message.length);
    return message;
  }

  /// A message whose every byte follows from its number, and whose length does too.
  static byte[] numbered(int number, int longest) {
    byte[] message = new byte[Math.floorMod(number * 31, longest + 1)];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) (number * 7 + i);
    }
    return message;
  }
}
