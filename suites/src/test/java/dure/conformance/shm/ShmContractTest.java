// SPDX-License-Identifier: Apache-2.0
package dure.conformance.shm;

import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;

/// Mailboxes in shared memory keep the whole contract.
class ShmContractTest extends TransportContract {
  @Override
  protected TransportUnderTest transport() {
    return new ShmUnderTest();
  }
}
