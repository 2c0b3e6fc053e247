// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.Mailbox;
import dure.lab.scenario.MailboxPlan;

/// Creates a mailbox, and keeps it for as long as it lives.
final class OwnerRole implements LabRole {
  private final Options options;
  private final Controls controls;
  private final Reports reports;

  OwnerRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    MailboxPlan plan = MailboxPlan.parse(options.required("address"), options.values());
    try (Mailbox mailbox =
        plan.builder(options.required("address")).participant(options.letter()).create()) {
      reports.say("created", mailbox.address());
      String _ = controls.awaitAction();
    }
  }
}
