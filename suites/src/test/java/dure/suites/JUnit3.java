// SPDX-License-Identifier: Apache-2.0
package dure.suites;

import java.util.Collections;
import java.util.stream.Stream;
import junit.framework.AssertionFailedError;
import junit.framework.Test;
import junit.framework.TestListener;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/// Suites of JUnit 3, which is what Guava's are, as tests of today.
final class JUnit3 {
  private JUnit3() {}

  /// A suite with all its parts, or a single test.
  static DynamicNode node(Test test) {
    if (test instanceof TestSuite suite) {
      Stream<DynamicNode> parts = Collections.list(suite.tests()).stream().map(JUnit3::node);
      return DynamicContainer.dynamicContainer(suite.getName(), parts);
    }
    return DynamicTest.dynamicTest(test.toString(), () -> run(test));
  }

  private static void run(Test test) throws Throwable {
    TestResult result = new TestResult();
    Throwable[] thrown = new Throwable[1];
    result.addListener(
        new TestListener() {
          @Override
          public void addError(Test failed, Throwable error) {
            thrown[0] = error;
          }

          @Override
          public void addFailure(Test failed, AssertionFailedError failure) {
            thrown[0] = failure;
          }

          @Override
          public void startTest(Test started) {}

          @Override
          public void endTest(Test ended) {}
        });
    test.run(result);
    if (thrown[0] != null) {
      throw thrown[0];
    }
  }
}
