// SPDX-License-Identifier: Apache-2.0
package dure.conformance.shm;

import dure.conformance.AccessContract;
import dure.conformance.BroadcastContract;
import dure.conformance.CapacityContract;
import dure.conformance.ComingAndGoingContract;
import dure.conformance.DeliveriesContract;
import dure.conformance.OrderContract;
import dure.conformance.OwnershipContract;
import dure.conformance.ReceiptsContract;
import dure.conformance.ReceiversContract;
import dure.conformance.RendezvousContract;
import dure.conformance.SendsContract;
import dure.conformance.UnboundedContract;
import dure.conformance.WakingContract;
import dure.conformance.WhenFullContract;
import org.junit.jupiter.api.Nested;

/// Mailboxes in shared memory keep the whole contract.
class ShmContractTest {
  @Nested
  class OfCapacity extends CapacityContract {
    OfCapacity() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfRendezvous extends RendezvousContract {
    OfRendezvous() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfUnbounded extends UnboundedContract {
    OfUnbounded() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfSends extends SendsContract {
    OfSends() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfReceipts extends ReceiptsContract {
    OfReceipts() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfDeliveries extends DeliveriesContract {
    OfDeliveries() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfReceivers extends ReceiversContract {
    OfReceivers() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfComingAndGoing extends ComingAndGoingContract {
    OfComingAndGoing() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfBroadcast extends BroadcastContract {
    OfBroadcast() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfOrder extends OrderContract {
    OfOrder() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfOwnership extends OwnershipContract {
    OfOwnership() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfAccess extends AccessContract {
    OfAccess() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfWhenFull extends WhenFullContract {
    OfWhenFull() {
      super(new ShmUnderTest());
    }
  }

  @Nested
  class OfWaking extends WakingContract {
    OfWaking() {
      super(new ShmUnderTest());
    }
  }
}
