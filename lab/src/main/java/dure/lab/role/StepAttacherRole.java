// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.NoSuchObjectException;
import dure.memory.Region;
import org.jspecify.annotations.Nullable;

/// Shared memory in four steps, the second and the fourth: attaches the region, and reads from it.
/// Nothing tells it that something new is there: it looks again and again.
final class StepAttacherRole implements LabRole {
  private final Options options;
  private final Controls controls;
  private final Reports reports;

  StepAttacherRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    reports.say("opened");
    try (Region region = attached()) {
      StepCreatorRole.WORD.setRelease(region.segment(), StepCreatorRole.ATTACHED, 1L);
      reports.say("attached");
      long seen = 0;
      while (true) {
        long value =
            (long) StepCreatorRole.WORD.getAcquire(region.segment(), StepCreatorRole.VALUE);
        if (value != seen) {
          seen = value;
          controls.linger(0.5, 1);
          reports.say("read", value);
        }
        controls.linger(1, 0.02);
      }
    }
  }

  private Region attached() throws InterruptedException {
    @Nullable Region region = null;
    while (region == null) {
      try {
        region = Region.posix(options.required("region")).attach();
      } catch (NoSuchObjectException notYet) {
        controls.linger(1, 0.02);
      }
    }
    controls.pace();
    return region;
  }
}
