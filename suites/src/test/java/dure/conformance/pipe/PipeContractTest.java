// SPDX-License-Identifier: Apache-2.0
package dure.conformance.pipe;

import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;

/// A pipe that a process owns keeps what it declares.
class PipeContractTest extends TransportContract {
  @Override
  protected TransportUnderTest transport() {
    return new PipeUnderTest();
  }
}
