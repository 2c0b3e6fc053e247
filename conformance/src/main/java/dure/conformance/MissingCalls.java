// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.Feature;
import dure.Transport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The capabilities that are calls of their own: a transport says itself which it lacks, and its
/// reason is the refusal.
public final class MissingCalls {
  private static final Map<Feature, List<Capability>> CALLS =
      Map.of(
          Feature.RECEIPTS, List.of(Capability.RECEIPTS),
          Feature.DELIVERIES, List.of(Capability.DELIVERIES),
          Feature.IN_PLACE, List.of(Capability.IN_PLACE),
          Feature.UNTAKEN, List.of(Capability.UNTAKEN, Capability.UNTAKEN_AFTER_THE_OWNER));

  private MissingCalls() {}

  /// What a transport lacks of them, each with the reason.
  public static Map<Capability, String> of(Transport transport) {
    Map<Capability, String> missing = new EnumMap<>(Capability.class);
    transport
        .lacks()
        .forEach((feature, reason) ->
            CALLS
                .getOrDefault(feature, List.of())
                .forEach(capability -> missing.put(capability, reason)));
    return missing;
  }
}
