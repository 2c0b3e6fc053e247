// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import java.util.List;
import java.util.Map;

/// A transport as the contract suite sees it: where its mailboxes are, and what it declares.
public interface TransportUnderTest {
  /// An address without a mailbox.
  String newAddress();

  /// A paragraph on what carries its messages, for its document.
  String about();

  /// What it cannot do, each with the reason. All else it promises, and is held to it.
  Map<Capability, String> lacks();

  /// What an actor says when it creates a mailbox, before the test's own choices.
  default String usualChoices() {
    return "";
  }

  /// Whatever a mailbox that is gone has left behind, by name; empty if all is well.
  List<String> traces(String address);

  /// Whether it promises this.
  default boolean declares(Capability capability) {
    return !lacks().containsKey(capability);
  }
}
