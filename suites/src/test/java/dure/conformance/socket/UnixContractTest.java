// SPDX-License-Identifier: Apache-2.0
package dure.conformance.socket;

import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;

/// Mailboxes at a Unix socket keep the contract, as far as they declare it.
class UnixContractTest extends TransportContract {
  @Override
  protected TransportUnderTest transport() {
    return new UnixUnderTest();
  }
}
