// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

/// What the child JVMs of a module typically do, run once so that their [ClassArchive] holds the
/// classes and call sites it needs. A module names its runs as a service of this type.
@FunctionalInterface
public interface TrainingRun {
  /// Does it, and leaves nothing behind.
  void run() throws Exception;
}
