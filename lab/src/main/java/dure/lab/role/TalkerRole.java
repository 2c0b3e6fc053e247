// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.DureException;
import dure.direct.DirectMessage;
import dure.direct.NamedProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A process by its name: it says something to each of the others in turn, and hears what they say.
final class TalkerRole implements LabRole {
  private static final Duration WITHIN = Duration.ofSeconds(1);

  private final Options options;
  private final Controls controls;
  private final Reports reports;
  private final String prefix;
  private final String[] others;

  TalkerRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
    this.prefix = options.required("prefix");
    this.others = options.required("others").split(",", -1);
  }

  @Override
  public void play() throws InterruptedException {
    try (NamedProcess me = NamedProcess.join(prefix + options.letter())) {
      reports.say("opened", me.name());
      for (int said = 0; ; said++) {
        controls.pace();
        talk(me, others[said % others.length], options.letter() + (said + 1));
        hear(me);
      }
    }
  }

  private void talk(NamedProcess me, String to, String words) throws InterruptedException {
    try {
      boolean accepted = me.send(prefix + to, words.getBytes(StandardCharsets.UTF_8), WITHIN);
      reports.say(accepted ? "told" : "refused", words, to);
    } catch (DureException notThere) {
      reports.say("missed", words, to);
    }
  }

  private void hear(NamedProcess me) {
    for (@Nullable DirectMessage heard = me.tryReceive(); heard != null; heard = me.tryReceive()) {
      reports.say("heard", heard.text(), heard.from().substring(prefix.length()));
    }
  }
}
