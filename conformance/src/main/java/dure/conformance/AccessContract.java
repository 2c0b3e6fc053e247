// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.OtherUser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may use a mailbox, by mode and group.
///
/// The stranger is a second real user where this process may start one. Where it may not, it is
/// this user, at mailboxes that their mode closes to every user.
@Needs(Capability.MODES)
public abstract class AccessContract extends ContractPart {
  private static final boolean TWO_USERS = OtherUser.isThere();

  @TempDir Path directory;

  /// @param transport whose contract it is
  protected AccessContract(TransportUnderTest transport) {
    super(transport);
  }

  private Actor stranger() {
    return TWO_USERS
        ? Actor.start(
            new OtherUser(directory, RoleProcess.class), List.of("--clear-groups"), "stranger")
        : actor("stranger");
  }

  /// Whether the creator can use what its mode closes to the creator too.
  private boolean creatorCanUseIt() {
    return TWO_USERS || transport.declares(Capability.HELD);
  }

  /// Whether the mode, or being another user, keeps the stranger from deleting it.
  private boolean strangerMayNotDelete() {
    return TWO_USERS || transport.declares(Capability.COMMON_DELETION);
  }

  private static String closedTo(String others) {
    return "mode=" + (TWO_USERS ? others : "000");
  }

  @ParameterizedTest
  @EnumSource(names = {"LASTING", "OWNED"})
  void whom_the_mode_keeps_out_is_told_so(Capability owner) {
    // LECTURE: 1
    String box = address();
    Actor creator = creator("creator", box, owner.words(), closedTo("660"));
    if (creatorCanUseIt()) {
      creator.begins("send secret"); // in a FIFO it waits for a receiver
    }
    List<String> closed =
        strangerMayNotDelete() ? List.of("open", "delete", "status") : List.of("open", "status");
    try (Actor stranger = stranger()) {
      for (String use : closed) {
        assertThat(stranger.fails(use + " " + box))
            .startsWith("NotPermittedException")
            .contains("'" + box + "'", "may not");
      }
    }
    if (creatorCanUseIt()) {
      assertThat(creator.gets("receive").text()).isEqualTo("secret");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LASTING", "OWNED"})
  void whom_the_mode_lets_in_takes_part(Capability owner) {
    String box = address();
    Actor creator = creator("creator", box, owner.words(), TWO_USERS ? "mode=606" : "mode=600");
    try (Actor stranger = stranger()) {
      enter(stranger, box);
      stranger.does("send in");
      assertThat(creator.gets("receive").text()).isEqualTo("in");
      if (transport.declares(Capability.ANY)) { // else it is the creator who receives here
        creator.does("send out");
        assertThat(stranger.gets("receive").text()).isEqualTo("out");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LASTING", "OWNED"})
  void a_group_may_be_let_in(Capability owner) {
    // LECTURE: 5.3
    String box = address();
    String group = TWO_USERS ? " group=" + OtherUser.NUMBER : "";
    Actor creator = creator("creator", box, owner.words(), "mode=660" + group);
    try (Actor stranger = stranger()) {
      enter(stranger, box);
      stranger.does("send in");
      assertThat(creator.gets("receive").text()).isEqualTo("in");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LASTING", "OWNED"})
  void who_may_only_read_may_look_and_no_more(Capability owner) {
    String box = address();
    Actor creator = creator("creator", box, owner.words(), TWO_USERS ? "mode=644" : "mode=400");
    if (creatorCanUseIt()) {
      creator.begins("send m");
    }
    try (Actor stranger = stranger()) {
      assertThat(stranger.does("status " + box)).isEqualTo("LIVE");
      assertThat(stranger.fails("open " + box)).startsWith("NotPermittedException");
      if (strangerMayNotDelete()) {
        assertThat(stranger.fails("delete " + box)).startsWith("NotPermittedException");
      }
    }
    if (creatorCanUseIt()) {
      assertThat(creator.gets("receive").text()).isEqualTo("m");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LASTING", "OWNED"})
  @Needs({Capability.ALL, Capability.DROPPING})
  void who_may_only_read_may_listen_where_nobody_is_waited_for(Capability owner) {
    String box = address();
    String mode = TWO_USERS ? "mode=644" : "mode=400";
    Actor creator =
        creator("creator", box, owner.words(), mode, "receivers=ALL", "full=DROP_OLDEST");
    try (Actor stranger = stranger()) {
      enter(stranger, box, "readonly=yes");
      creator.begins("send m");
      assertThat(stranger.gets("receive").text()).isEqualTo("m");
    }
  }

  @Test
  @Needs(Capability.COMMON_DELETION)
  void any_permitted_user_may_end_it() {
    String box = address();
    Actor creator = creator("creator", box, TWO_USERS ? "mode=666" : "mode=600");
    Execution receive = creator.begins("receive");
    awaitReceivers(box, 1);
    try (Actor stranger = stranger()) {
      Execution delete = stranger.begins("delete " + box);
      assertThat(receive.failure()).startsWith("MailboxDeletedException");
      delete.interval();
    }
    assertThat(creator.fails("open " + box)).startsWith("NoSuchMailboxException");
  }
}
