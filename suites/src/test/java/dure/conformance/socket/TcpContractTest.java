// SPDX-License-Identifier: Apache-2.0
package dure.conformance.socket;

import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;

/// Mailboxes at a TCP port keep the contract, as far as they declare it.
class TcpContractTest extends TransportContract {
  private static final TransportUnderTest TCP = new TcpUnderTest();

  @Override
  protected TransportUnderTest transport() {
    return TCP;
  }
}
