// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The whole contract, for one transport: a class of tests extends it and says which.
public abstract class TransportContract {
  /// The transport that is held to it.
  protected abstract TransportUnderTest transport();

  /// With `-Dupdate` the document is written anew instead.
  @Test
  void its_document_says_what_it_declares() throws IOException {
    Path document = TransportTable.document(transport());
    String text = TransportTable.text(transport());
    if (System.getProperty("update") != null) {
      Files.createDirectories(document.getParent());
      Files.writeString(document, text);
    }
    assertThat(Files.readString(document))
        .as(document + "; to write it anew: ./mvnw -pl conformance test -Dupdate")
        .isEqualTo(text);
  }

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
