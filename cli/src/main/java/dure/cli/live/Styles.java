// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/// How text looks; all of it can be read without.
final class Styles {
  static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  static final AttributedStyle HEADER = AttributedStyle.DEFAULT.inverse();
  static final AttributedStyle STRONG = AttributedStyle.DEFAULT.bold();
  static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
  static final AttributedStyle ALARM =
      AttributedStyle.DEFAULT.bold().foreground(AttributedStyle.RED);

  private Styles() {}

  static AttributedString of(String text, AttributedStyle style) {
    return new AttributedString(text, style);
  }
}
