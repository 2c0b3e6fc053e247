// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test that leaves anything of [Belonging] behind.
///
/// Registered for every test by `META-INF/services`; what goes away by itself gets our
/// [Child#PATIENCE] to do so.
public final class LeavesNothingBehind implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LeavesNothingBehind.class);

  /// For [java.util.ServiceLoader].
  public LeavesNothingBehind() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    for (Belonging kind : Belonging.values()) {
      context.getStore(NAMESPACE).put(kind, kind.present());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    int running = Child.closeAll();
    Map<Belonging, Set<String>> left = left(context);
    for (long end = System.nanoTime() + Child.PATIENCE.toNanos();
        !left.isEmpty() && System.nanoTime() - end < 0;
        forget(left)) {
      Thread.sleep(20);
    }
    left.forEach(Belonging::remove);
    if (running > 0) {
      throw new AssertionError("the test left " + running + " child processes running");
    }
    if (!left.isEmpty()) {
      throw new AssertionError("the test left behind " + left);
    }
  }

  /// Forgets what has gone by itself; what has come since is not the test's.
  private static void forget(Map<Belonging, Set<String>> left) {
    left.forEach((kind, things) -> things.retainAll(kind.present()));
    left.values().removeIf(Set::isEmpty);
  }

  @SuppressWarnings("unchecked")
  private static Map<Belonging, Set<String>> left(ExtensionContext context) {
    Map<Belonging, Set<String>> left = new EnumMap<>(Belonging.class);
    for (Belonging kind : Belonging.values()) {
      Set<String> before =
          (Set<String>) Objects.requireNonNull(context.getStore(NAMESPACE).get(kind));
      Set<String> present = kind.present();
      present.removeAll(before);
      if (!present.isEmpty()) {
        left.put(kind, present);
      }
    }
    return left;
  }
}
