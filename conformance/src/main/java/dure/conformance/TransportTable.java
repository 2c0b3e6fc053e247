// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.Address;
import java.nio.file.Path;

/// What a transport can and what it cannot, as its document has it: written from its declarations,
/// which the contract suite holds it to.
final class TransportTable {
  private static final int COLUMNS = 120;

  private TransportTable() {}

  /// Where it stands.
  static Path document(TransportUnderTest transport) {
    return Path.of("..", "docs", "transports", scheme(transport) + ".md");
  }

  static String text(TransportUnderTest transport) {
    StringBuilder text = new StringBuilder();
    text.append("# `").append(scheme(transport)).append(":`\n\n");
    text.append(wrapped(transport.about())).append("\n\n");
    text.append(
            wrapped(
                "Written from what the transport declares; the contract suite (`conformance/`)"
                    + " tests each *yes* between real processes, and that a *no* is refused with a"
                    + " sentence."))
        .append("\n\n");
    text.append("| | | why not |\n| --- | --- | --- |\n");
    for (Capability capability : Capability.values()) {
      String reason = transport.lacks().get(capability);
      text.append("| ").append(capability.meaning());
      text.append(reason == null ? " | yes | |\n" : " | **no** | " + reason + " |\n");
    }
    return text.toString();
  }

  /// In lines of at most 120 columns, broken at spaces.
  private static String wrapped(String paragraph) {
    StringBuilder text = new StringBuilder();
    int line = 0;
    for (String word : paragraph.split(" ", -1)) {
      boolean fits = line > 0 && line + 1 + word.length() <= COLUMNS;
      if (line > 0) {
        text.append(fits ? ' ' : '\n');
      }
      text.append(word);
      line = fits ? line + 1 + word.length() : word.length();
    }
    return text.toString();
  }

  private static String scheme(TransportUnderTest transport) {
    return Address.of(transport.newAddress()).scheme();
  }
}
