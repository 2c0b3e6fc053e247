// SPDX-License-Identifier: Apache-2.0
package dure.conformance.posix;

import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;

/// POSIX message queues keep what they promise of the contract, and refuse the rest.
class PosixContractTest extends TransportContract {
  @Override
  protected TransportUnderTest transport() {
    return new PosixUnderTest();
  }
}
