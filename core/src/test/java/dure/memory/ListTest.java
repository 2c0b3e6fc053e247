// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.Names;
import dure.linux.Processes;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// The list of all regions.
class ListTest extends Regions {
  private static final String USER = Names.user(Processes.uid());
  private static final String GROUP = Names.group(Processes.gid());

  private static List<RegionStatus> named(String name) {
    return Region.list().stream().filter(status -> status.name().equals(name)).toList();
  }

  @Test
  void posix_objects_and_segments_show_with_size_owner_mode_and_count() {
    String posix = posixName();
    int key = key();
    try (Region object = Region.posix(posix).size(5000).mode(0640).create();
        Region segment = Region.systemV(key).size(5000).mode(0640).create();
        Child partner = Child.java(Partner.class)) {
      assertThat(ask(partner, "attach posix " + posix)).isEqualTo("done");
      assertThat(named(posix))
          .containsExactly(
              new RegionStatus(
                  RegionKind.POSIX,
                  posix,
                  OptionalInt.empty(),
                  5000,
                  USER,
                  GROUP,
                  0640,
                  2,
                  OptionalInt.empty(),
                  OptionalInt.empty(),
                  false,
                  false))
          .containsExactly(object.status());
      assertThat(ask(partner, "attach key " + key)).isEqualTo("done");
      assertThat(named(String.format("0x%08x", key)))
          .containsExactly(
              new RegionStatus(
                  RegionKind.SYSTEM_V,
                  String.format("0x%08x", key),
                  segment.status().id(),
                  5000,
                  USER,
                  GROUP,
                  0640,
                  2,
                  OptionalInt.of(Processes.pid()),
                  OptionalInt.of((int) partner.pid()),
                  false,
                  false))
          .containsExactly(segment.status());
    }
    assertThat(named(posix)).singleElement().matches(status -> status.attached() == 0);
  }

  @Test
  void what_was_removed_shows_for_as_long_as_somebody_has_it() {
    String posix = posixName();
    try (Region object = Region.posix(posix).size(5000).mode(0640).create();
        Region segment = Region.systemV(key()).size(5000).create()) {
      int id = segment.status().id().getAsInt();
      object.remove();
      segment.remove();
      assertThat(named(posix)).containsExactly(object.status());
      assertThat(object.status().removed()).isTrue();
      assertThat(Region.list())
          .filteredOn(status -> status.id().equals(OptionalInt.of(id)))
          .singleElement()
          .matches(RegionStatus::removed)
          .matches(status -> status.name().equals("0x00000000"));
    }
    assertThat(named(posix)).isEmpty();
  }

  @Test
  void anonymous_memory_shows_while_somebody_has_it_attached() {
    String offer = TestNamespace.name("test");
    String listed;
    try (Region region = Region.anonymous(5000).mode(0640).create();
        Offer _ = region.offer(offer);
        Child partner = Child.java(Partner.class)) {
      assertThat(ask(partner, "attach offered " + offer)).isEqualTo("done");
      RegionStatus status = region.status();
      listed = status.name();
      assertThat(listed).startsWith("anonymous:");
      assertThat(status.bytes()).isEqualTo(5000);
      assertThat(status.mode()).isEqualTo(0640);
      assertThat(status.attached()).isEqualTo(2);
      assertThat(named(listed)).containsExactly(status);
    }
    assertThat(named(listed)).isEmpty();
  }

  /// He may not look into our processes, so he cannot count them; the rest he sees.
  @Test
  void another_user_sees_what_the_system_shows_him() {
    String posix = posixName();
    int key = key();
    try (Region _ = Region.posix(posix).size(5000).create();
        Region _ = Region.systemV(key).size(5000).create();
        Child other = lister()) {
      String seen = " 5000 " + USER + " 600 ";
      assertThat(other.awaitSuccess())
          .contains("POSIX " + posix + seen + (OtherUser.isThere() ? 0 : 1))
          .contains("SYSTEM_V " + SystemV.name(key) + seen + 1);
    }
  }

  private Child lister() {
    return OtherUser.isThere()
        ? new OtherUser(directory, Lister.class).java(Lister.class)
        : Child.java(Lister.class);
  }

  /// A process that lists.
  static final class Lister {
    private Lister() {}

    public static void main(String[] none) {
      for (RegionStatus s : Region.list()) {
        System.out.println(
            String.join(
                " ",
                "" + s.kind(),
                s.name(),
                "" + s.bytes(),
                s.owner(),
                Integer.toOctalString(s.mode()),
                "" + s.attached()));
      }
    }
  }
}
