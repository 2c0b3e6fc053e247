// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Begins the [TestSession] of a JVM that runs tests, before JUnit loads any of their classes.
///
/// Registered by `META-INF/services`.
public final class SessionStart implements LauncherSessionListener {
  /// For [java.util.ServiceLoader].
  public SessionStart() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    TestSession.begin();
  }
}
