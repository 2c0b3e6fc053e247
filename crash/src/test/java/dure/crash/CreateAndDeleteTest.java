// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.NoSuchMailboxException;
import dure.raw.Steps;
import dure.testkit.Child;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process is killed at each step of creating and of deleting: the name is free or the mailbox is
/// whole, and never anything between.
class CreateAndDeleteTest {
  @ParameterizedTest
  @ValueSource(ints = {Steps.CREATE_ALLOCATED, Steps.CREATE_WRITTEN})
  void killed_before_the_name_is_given_a_creator_leaves_nothing(int step) throws Exception {
    try (Scene scene = new Scene(Kind.ANY)) {
      scene.dies(step, "arm create");
      assertThatThrownBy(() -> Mailbox.status(scene.name))
          .isInstanceOf(NoSuchMailboxException.class);
      try (Mailbox anew = scene.create()) {
        scene.checkSound(anew);
      }
    }
  }

  @Test
  void killed_after_it_a_creator_leaves_a_mailbox_that_works() throws Exception {
    try (Scene scene = new Scene(Kind.ANY)) {
      scene.dies(Steps.CREATE_LINKED, "arm create");
      try (Mailbox found = Scene.settings(scene.name, Kind.ANY).open()) {
        scene.checkSound(found);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.DELETE_MARKED, Steps.DELETE_WOKEN, Steps.DELETE_UNLINKED})
  void whoever_waits_is_told_and_the_name_is_free(int step) throws Exception {
    try (Scene scene = new Scene(Kind.ANY);
        Mailbox survivor = scene.create()) {
      CompletableFuture<Void> asleep =
          CompletableFuture.runAsync(() ->
              assertThatThrownBy(survivor::receive).isInstanceOf(MailboxDeletedException.class));
      scene.dies(step, "arm delete");
      asleep.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThatThrownBy(() -> survivor.trySend("x")).isInstanceOf(MailboxDeletedException.class);
      assertThatThrownBy(() -> Mailbox.open(scene.name)).isInstanceOf(NoSuchMailboxException.class);
      try (Mailbox anew = scene.create()) {
        scene.checkSound(anew);
      }
    }
  }
}
