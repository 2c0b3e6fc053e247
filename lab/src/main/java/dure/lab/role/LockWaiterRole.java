// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.sync.SharedSemaphore;
import dure.sync.SpinLock;

/// Waits for what another process holds: in a busy loop, at a spin lock, or at a semaphore.
final class LockWaiterRole implements LabRole {
  private final Options options;
  private final Controls controls;
  private final Reports reports;

  LockWaiterRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    try (SharedRegion region = SharedRegion.named(options.required("region"))) {
      while (region.read(LockHolderRole.READY) == 0) {
        controls.linger(1, 0.02);
      }
      reports.say("opened");
      String how = options.required("how");
      while (true) {
        reports.say("waits", how);
        pass(region, how);
        reports.say("had", how);
        controls.pace();
      }
    }
  }

  private static void pass(SharedRegion region, String how) throws InterruptedException {
    switch (how) {
      case "busy" -> {
        SpinLock lock = SpinLock.at(region.memory(), LockHolderRole.BUSY);
        while (!lock.tryLock()) {
          Thread.onSpinWait();
        }
        lock.unlock();
      }
      case "spin" -> {
        SpinLock lock = SpinLock.at(region.memory(), LockHolderRole.SPIN);
        lock.lock();
        try {
          Thread.onSpinWait();
        } finally {
          lock.unlock();
        }
      }
      default -> {
        SharedSemaphore semaphore = SharedSemaphore.at(region.memory(), LockHolderRole.SEMAPHORE);
        semaphore.acquire();
        semaphore.release();
      }
    }
  }
}
