// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.memory.Region;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Shared memory in four steps, the first and the third: creates a region, and writes into it.
final class StepCreatorRole implements LabRole {
  static final long BYTES = 4096;
  static final long VALUE = 0;
  static final long ATTACHED = 64;
  static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  private final Options options;
  private final Controls controls;
  private final Reports reports;

  StepCreatorRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    reports.say("opened");
    controls.pace();
    try (Region region = Region.posix(options.required("region")).size(BYTES).create()) {
      reports.say("created", BYTES);
      while ((long) WORD.getAcquire(region.segment(), ATTACHED) == 0) {
        controls.linger(1, 0.02);
      }
      for (long value = 42; ; value++) {
        controls.pace();
        WORD.setRelease(region.segment(), VALUE, value);
        reports.say("wrote", value);
      }
    }
  }
}
