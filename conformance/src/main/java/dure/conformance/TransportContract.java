// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import org.junit.jupiter.api.Nested;

/// The whole contract, for one transport: a class of tests extends it and says which.
public abstract class TransportContract {
  /// The transport that is held to it.
  protected abstract TransportUnderTest transport();

  @Nested
  class OfCapacity extends CapacityContract {
    OfCapacity() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfRendezvous extends RendezvousContract {
    OfRendezvous() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfUnbounded extends UnboundedContract {
    OfUnbounded() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfSends extends SendsContract {
    OfSends() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfReceipts extends ReceiptsContract {
    OfReceipts() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfDeliveries extends DeliveriesContract {
    OfDeliveries() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfReceivers extends ReceiversContract {
    OfReceivers() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfComingAndGoing extends ComingAndGoingContract {
    OfComingAndGoing() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfBroadcast extends BroadcastContract {
    OfBroadcast() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfOrder extends OrderContract {
    OfOrder() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfOwnership extends OwnershipContract {
    OfOwnership() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfAccess extends AccessContract {
    OfAccess() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfWhenFull extends WhenFullContract {
    OfWhenFull() {
      super(TransportContract.this.transport());
    }
  }

  @Nested
  class OfWaking extends WakingContract {
    OfWaking() {
      super(TransportContract.this.transport());
    }
  }
}
