// SPDX-License-Identifier: Apache-2.0
package dure.conformance.pipe;

import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;

/// A FIFO keeps what it declares.
class FifoContractTest extends TransportContract {
  @Override
  protected TransportUnderTest transport() {
    return new FifoUnderTest();
  }
}
