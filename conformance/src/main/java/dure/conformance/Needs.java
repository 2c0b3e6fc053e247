// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a transport has to declare for a test to be about it. For a transport that does not declare
/// it, the test is that asking for it is refused with a sentence.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  /// The capabilities.
  Capability[] value();
}
