// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many bytes a text takes in a flat record, whatever its length: its UTF-8, filled up with
/// zeros.
///
/// ```java
/// record Trade(@Length(8) String symbol, long price, int shares) {}
/// ```
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {
  /// The bytes, from 1 on.
  int value();
}
