// SPDX-License-Identifier: Apache-2.0
package dure.suites;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/// Suites of TestNG, which is what the Reactive Streams TCK is, as tests of today: each method on
/// an instance of its own.
final class TestNg {
  private TestNg() {}

  /// All tests of a suite, but those that its makers wrote only to say that they have none.
  ///
  /// @param without the beginning of the names of those that ask for something else than is
  ///   promised
  static <T> Stream<DynamicTest> tests(Class<T> type, Supplier<T> suite, String without) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .filter(method -> !method.getName().startsWith("untested_"))
        .filter(method -> !method.getName().startsWith(without))
        .sorted(Comparator.comparing(Method::getName))
        .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(suite.get(), method)));
  }

  private static void run(Object suite, Method test) throws Throwable {
    try {
      callAll(suite, BeforeClass.class);
      callAll(suite, BeforeMethod.class);
      test.invoke(suite);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      callAll(suite, AfterMethod.class);
      callAll(suite, AfterClass.class);
    }
  }

  private static void callAll(Object suite, Class<? extends Annotation> marked)
      throws ReflectiveOperationException {
    for (Method method : suite.getClass().getMethods()) {
      if (method.isAnnotationPresent(marked)) {
        method.invoke(suite);
      }
    }
  }
}
