// SPDX-License-Identifier: Apache-2.0
package dure;

import static org.assertj.core.api.Assertions.assertThat;

import dure.layout.FileNames;
import dure.linux.Processes;
import dure.linux.Sockets;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes of two namespaces do not see each other; processes of one meet, by whatever path.
class NamespaceTest {
  @TempDir Path here;
  @TempDir Path there;

  private final String name = TestNamespace.name("test");
  private final List<Child> residents = new ArrayList<>();

  @AfterEach
  void clear() {
    residents.forEach(Child::close);
  }

  private Child resident(String directory) {
    return under("env", Namespace.VARIABLE + "=" + directory);
  }

  private Child under(String... starter) {
    Child resident = Child.javaUnder(List.of(starter), List.of(), NamespaceResident.class);
    residents.add(resident);
    return resident;
  }

  private static String does(Child resident, String command) {
    resident.tell(command);
    return resident.await("did");
  }

  private void carriesAnotherMessageInEach(String create, String address) {
    Child one = resident(here + "");
    Child other = resident(there + "");
    assertThat(does(one, create + " " + address)).isEqualTo("done");
    assertThat(does(other, "list " + name)).isEqualTo("[]");
    assertThat(does(other, "send " + address + " x")).startsWith("NoSuchMailboxException");
    assertThat(does(other, "delete " + address)).startsWith("NoSuchMailboxException");
    assertThat(does(other, create + " " + address)).isEqualTo("done");
    Child guest = resident(here + "");
    assertThat(does(guest, "send " + address + " here")).isEqualTo("done");
    assertThat(does(other, "send " + address + " there")).isEqualTo("done");
    assertThat(does(one, "receive " + address)).isEqualTo("here");
    assertThat(does(other, "receive " + address)).isEqualTo("there");
    assertThat(does(guest, "list " + name)).isEqualTo("[" + address + "]");
    assertThat(does(guest, "delete " + address)).isEqualTo("done");
    assertThat(does(one, "list " + name)).isEqualTo("[]");
    assertThat(does(other, "list " + name)).isEqualTo("[" + address + "]");
  }

  @Test
  void a_mailbox_of_the_system_is_in_one_namespace() {
    carriesAnotherMessageInEach("create", name);
    assertThat(Files.exists(there.resolve("dure." + name))).isTrue();
    assertThat(Files.exists(Path.of("/dev/shm", "dure." + name))).isFalse();
  }

  @Test
  void a_mailbox_of_a_process_is_in_one_namespace() {
    carriesAnotherMessageInEach("own", name);
    assertThat(here.toString()).isNotEqualTo(there.toString());
  }

  @Test
  void a_pipe_is_in_one_namespace() {
    carriesAnotherMessageInEach("create", "pipe:" + name);
    assertThat(Mailbox.list()).noneMatch(status -> status.address().name().equals(name));
  }

  @Test
  void an_offer_of_a_region_is_in_one_namespace() {
    Child one = resident(here + "");
    Child other = resident(there + "");
    does(one, "offer " + name + " 1");
    assertThat(does(other, "take " + name)).startsWith("NoSuchObjectException");
    does(other, "offer " + name + " 2");
    assertThat(does(resident(here + ""), "take " + name)).isEqualTo("1");
    assertThat(does(resident(there + ""), "take " + name)).isEqualTo("2");
  }

  @Test
  void names_of_processes_and_ports_are_in_one_namespace() {
    Child one = resident(here + "");
    Child other = resident(there + "");
    Child peer = resident(here + "");
    does(one, "join P" + name);
    assertThat(does(other, "processes " + name)).isEqualTo("[]");
    does(other, "join Q" + name);
    assertThat(does(other, "tell P" + name + " x")).startsWith("UnknownProcessException");
    does(peer, "join Q" + name);
    does(peer, "tell P" + name + " hello");
    assertThat(does(one, "hear Q" + name)).isEqualTo("hello");
    for (Child owner : List.of(one, other)) {
      assertThat(does(owner, "ports 23")).isEqualTo("free");
      assertThat(does(owner, "claim 23")).isEqualTo("done");
    }
    assertThat(does(peer, "claim 23")).startsWith("NameTakenException");
  }

  @Test
  void the_default_namespace_is_that_of_no_directory() {
    Child one = resident("");
    Child other = resident("/dev/shm");
    assertThat(does(one, "create " + name)).isEqualTo("done");
    assertThat(Files.exists(Path.of("/dev/shm", "dure." + name))).isTrue();
    does(one, "own " + name + ".owned");
    assertThat(does(other, "list " + name)).isEqualTo("[" + name + ", " + name + ".owned]");
    assertThat(does(resident(here + ""), "list " + name)).isEqualTo("[]");
    assertThat(does(other, "delete " + name)).isEqualTo("done");
  }

  @Test
  void a_link_and_another_mount_of_a_directory_lead_into_its_namespace() throws IOException {
    Path link = Files.createSymbolicLink(there.resolve("link"), here);
    Path mount = Files.createDirectory(there.resolve("mount"));
    String bind = "mount --bind " + here + " " + mount + " && exec \"$@\"";
    List<String> starter = new ArrayList<>(List.of("unshare", "--mount"));
    if (Processes.uid() != 0) {
      starter.add("--map-root-user");
    }
    starter.addAll(List.of("env", Namespace.VARIABLE + "=" + mount, "sh", "-c", bind, "sh"));
    Child owner = resident(here + "");
    assertThat(does(owner, "create " + name)).isEqualTo("done");
    assertThat(does(owner, "own " + name + ".owned")).isEqualTo("done");
    for (Child visitor : List.of(resident(link + "/"), under(starter.toArray(String[]::new)))) {
      assertThat(does(visitor, "list " + name)).isEqualTo("[" + name + ", " + name + ".owned]");
      assertThat(does(visitor, "send " + name + ".owned hello")).isEqualTo("done");
      assertThat(does(owner, "receive " + name + ".owned")).isEqualTo("hello");
    }
  }

  @Test
  void the_property_wins_over_the_variable() {
    List<String> options = List.of("-D" + Namespace.PROPERTY + "=" + there);
    List<String> starter = List.of("env", Namespace.VARIABLE + "=" + here);
    Child resident = Child.javaUnder(starter, options, NamespaceResident.class);
    residents.add(resident);
    assertThat(does(resident, "create " + name)).isEqualTo("done");
    assertThat(Files.exists(there.resolve("dure." + name))).isTrue();
  }

  @Test
  void a_bad_value_is_refused_at_each_use_with_the_remedy() throws IOException {
    Path file = Files.createFile(here.resolve("file"));
    refused("relative/path", "environment variable DURE_NAMESPACE is a relative path; give");
    refused(here + "/none", "names no directory that this user can see; make it, or unset DURE_");
    refused(file + "/x", "names no directory");
    refused(file + "", "DURE_NAMESPACE names a file; give the path of a directory");
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxrwxrwx"));
    refused(there + "", "every user can replace the mailboxes of all others; run 'chmod +t' or");
  }

  private void refused(String value, String problem) {
    Child resident = resident(value);
    for (String command : List.of("create " + name, "list " + name)) {
      assertThat(does(resident, command))
          .startsWith("InvalidNameException namespace '" + value + "': ")
          .contains(problem);
    }
  }

  /// `/proc` takes no files, not even root's.
  @Test
  void a_directory_that_takes_no_files_is_told() {
    assertThat(does(resident("/proc/self/net"), "create " + name))
        .contains("Exception namespace '/proc/", "no file for mailbox '" + name + "' can be made");
  }

  @Test
  void the_longest_name_is_one_number_for_all_kinds() {
    Child resident = resident(here + "");
    int longest = FileNames.LONGEST_IN_PRIVATE;
    String full = name + "x".repeat(longest - name.length());
    assertThat(does(resident, "create " + full)).isEqualTo("done");
    assertThat(does(resident, "delete " + full)).isEqualTo("done");
    assertThat(does(resident, "own " + full)).isEqualTo("done");
    assertThat(does(resident, "create pipe:" + full)).isEqualTo("done");
    assertThat(does(resident, "offer " + full + " 7")).isEqualTo("done");
    assertThat(does(resident, "take " + full)).isEqualTo("7");
    for (String command : List.of("create ", "own ", "create pipe:", "offer ")) {
      assertThat(does(resident, command + full + "x 7"))
          .contains("a name has at most 89 bytes in a private namespace, not 90");
    }
  }

  @Test
  void the_names_of_two_namespaces_are_never_mistaken_for_each_other() {
    FileNames names = FileNames.of(new Namespace("/x", "abcdefghijkl"));
    String full = "x".repeat(names.longest());
    for (String socket : List.of(names.door(full), names.pipe(full), names.offer(full))) {
      assertThat(socket.getBytes(StandardCharsets.UTF_8)).hasSize(Sockets.LONGEST_NAME);
      assertThat(FileNames.DEFAULT.mailboxBehind(socket)).isNull();
      assertThat(socket)
          .doesNotStartWith(FileNames.DEFAULT.pipes())
          .doesNotStartWith(FileNames.DEFAULT.offers());
    }
    assertThat(names.mailboxBehind(FileNames.DEFAULT.door("a"))).isNull();
    assertThat(names.mailboxBehind(names.door("a"))).isEqualTo("a");
    assertThat(names.mailboxBehind(names.pipe("a"))).isNull();
  }
}
