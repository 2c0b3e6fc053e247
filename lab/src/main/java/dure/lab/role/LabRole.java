// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

/// What one process of a scenario does, until its input ends or its work is done.
interface LabRole {
  /// Plays the role.
  ///
  /// @throws InterruptedException if the process is to end
  void play() throws Exception;
}
