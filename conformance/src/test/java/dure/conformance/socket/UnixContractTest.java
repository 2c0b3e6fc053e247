// SPDX-License-Identifier: Apache-2.0
package dure.conformance.socket;

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

/// Mailboxes at a Unix socket keep the contract, as far as they declare it.
class UnixContractTest {
  @Nested
  class OfCapacity extends CapacityContract {
    OfCapacity() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfRendezvous extends RendezvousContract {
    OfRendezvous() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfUnbounded extends UnboundedContract {
    OfUnbounded() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfSends extends SendsContract {
    OfSends() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfReceipts extends ReceiptsContract {
    OfReceipts() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfDeliveries extends DeliveriesContract {
    OfDeliveries() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfReceivers extends ReceiversContract {
    OfReceivers() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfComingAndGoing extends ComingAndGoingContract {
    OfComingAndGoing() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfBroadcast extends BroadcastContract {
    OfBroadcast() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfOrder extends OrderContract {
    OfOrder() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfOwnership extends OwnershipContract {
    OfOwnership() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfAccess extends AccessContract {
    OfAccess() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfWhenFull extends WhenFullContract {
    OfWhenFull() {
      super(new UnixUnderTest());
    }
  }

  @Nested
  class OfWaking extends WakingContract {
    OfWaking() {
      super(new UnixUnderTest());
    }
  }
}
