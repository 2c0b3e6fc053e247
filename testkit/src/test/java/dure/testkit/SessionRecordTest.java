// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An id or a key is the session's at its time only.
class SessionRecordTest {
  @TempDir Path directory;
  private SessionRecord record;

  @BeforeEach
  void create() throws IOException {
    record = new SessionRecord(Files.createFile(directory.resolve("record")));
  }

  @Test
  void an_id_is_the_sessions_while_its_process_lives() {
    record.began(7, 100);
    assertThat(record.hasProcess(7, 98)).isFalse();
    assertThat(record.hasProcess(7, 99)).as("by a clock that lags").isTrue();
    assertThat(record.hasProcess(7, 5000)).isTrue();
    assertThat(record.hasProcess(8, 100)).isFalse();
  }

  @Test
  void an_id_that_is_used_again_is_another_processs() {
    record.began(7, 100);
    record.ended(7, 200);
    record.began(70, 100);
    record.ended(7, 250);
    assertThat(record.hasProcess(7, 200)).isTrue();
    assertThat(record.hasProcess(7, 201)).isFalse();
    record.began(7, 300);
    assertThat(record.hasProcess(7, 150)).isTrue();
    assertThat(record.hasProcess(7, 250)).isFalse();
    assertThat(record.hasProcess(7, 300)).isTrue();
  }

  @Test
  void a_key_is_the_sessions_once_it_is_handed_out() {
    record.handedOut(-5, 100);
    record.began(-5, 10);
    assertThat(record.hasKey(-5, 98)).isFalse();
    assertThat(record.hasKey(-5, 99)).isTrue();
    assertThat(record.hasKey(-5, 5000)).isTrue();
    assertThat(record.hasKey(5, 5000)).isFalse();
  }

  @Test
  void a_process_that_sees_no_record_has_no_part_in_it() {
    SessionRecord none = new SessionRecord(directory.resolve("elsewhere"));
    none.began(7, 100);
    assertThat(none.hasProcess(7, 100)).isFalse();
    assertThat(directory.resolve("elsewhere")).doesNotExist();
  }
}
