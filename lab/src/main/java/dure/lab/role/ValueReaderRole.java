// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.sync.SharedLock;

/// Reads the value that others write, and tells whether its halves belong together.
final class ValueReaderRole implements LabRole {
  private final Options options;
  private final Controls controls;
  private final Reports reports;
  private boolean locks;

  ValueReaderRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
    this.locks = options.is("lock");
  }

  @Override
  public void play() throws InterruptedException {
    try (SharedRegion region = SharedRegion.named(options.required("region"))) {
      SharedLock lock = SharedLock.at(region.memory(), ValueWriterRole.LOCK);
      reports.say("opened");
      while (true) {
        controls.pace();
        String action = controls.takenAction();
        locks = action.isEmpty() ? locks : action.equals("lock");
        if (locks) {
          lock.lock();
          try {
            read(region);
          } finally {
            lock.unlock();
          }
        } else {
          read(region);
        }
      }
    }
  }

  private void read(SharedRegion region) {
    long first = region.read(ValueWriterRole.FIRST);
    long second = region.read(ValueWriterRole.SECOND);
    reports.say(
        first == second ? "whole" : "torn",
        ValueWriterRole.name(first),
        ValueWriterRole.name(second),
        locks);
  }
}
