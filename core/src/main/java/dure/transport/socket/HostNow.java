// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.DamagedMailboxException;
import dure.Deadline;
import dure.DureException;
import dure.NoSuchMailboxException;
import dure.Transport.Opening;
import dure.Waiting;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What has become of a host whose connection has ended, as far as a guest can tell that asks
/// again.
enum HostNow {
  THERE,
  GONE,
  UNKNOWN;

  private static final Duration ASKING = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = 10_000_000L;

  /// Asks, for a while: in the middle of its end a host may still take a connection, only to break
  /// it.
  ///
  /// @param incarnation of the host that was connected
  static HostNow ask(Address address, long incarnation) {
    long deadline = Deadline.after(ASKING);
    HostNow now = UNKNOWN;
    while (now == UNKNOWN && Deadline.remaining(deadline) > 0) {
      now = askOnce(address, incarnation);
      if (now == UNKNOWN) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return now;
  }

  private static HostNow askOnce(Address address, long incarnation) {
    Opening looking = new Opening(Waiting.BLOCK, "", 0, false, false);
    try {
      Connecting again = Connecting.to(address, new Hello(Hello.Purpose.PING, looking));
      again.connection().close();
      return again.body().i64() == incarnation ? THERE : GONE;
    } catch (NoSuchMailboxException | DamagedMailboxException | BufferUnderflowException other) {
      return GONE;
    } catch (DureException notNow) {
      return UNKNOWN;
    }
  }
}
