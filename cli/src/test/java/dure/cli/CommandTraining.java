// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.testkit.TrainingRun;

/// What the launcher of the command trains with, for the commands that tests run.
public final class CommandTraining implements TrainingRun {
  @Override
  public void run() {
    Rehearsal.main(new String[0]);
  }
}
