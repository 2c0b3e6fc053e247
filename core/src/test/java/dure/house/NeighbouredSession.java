// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dure.testkit.OwnTempDir;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// A test JVM that runs tests of this build beside a neighbour, and tells how they go.
final class NeighbouredSession {
  /// Tells of each test, since a reader waits for the next line and not for the last.
  private static final TestExecutionListener PROGRESS =
      new TestExecutionListener() {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
          System.out.println("ran " + test.getDisplayName());
        }
      };

  private NeighbouredSession() {}

  /// @param classes of more tests, by their names
  public static void main(String[] classes) {
    LauncherDiscoveryRequest tests =
        LauncherDiscoveryRequestBuilder.request()
            .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
            .configurationParameter(
                TempDir.DEFAULT_FACTORY_PROPERTY_NAME, OwnTempDir.class.getName())
            .selectors(selectClass(BesideNeighbour.class))
            .selectors(List.of(classes).stream().map(name -> selectClass(name)).toList())
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session.getLauncher().execute(tests, listener, PROGRESS);
    }
    TestExecutionSummary summary = listener.getSummary();
    summary
        .getFailures()
        .forEach(failure -> {
          String test = failure.getTestIdentifier().getLegacyReportingName();
          System.out.println("red: " + test + ": " + failure.getException());
        });
    System.out.println("green: " + summary.getTestsSucceededCount());
    System.exit(0);
  }
}
