// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dure.bench.report.RunFile;
import dure.bench.result.Measurement;
import dure.bench.result.Run;
import dure.bench.result.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
  private static final Slice SLICE = Slice.of("slice before=100 after=102.5 rate=1.25e+07");

  @Test
  void runs_of_later_sittings_are_added(@TempDir Path directory) throws IOException {
    Run first = new Run(1, "pair", Measurement.STREAM, 0.125, List.of(SLICE, SLICE), "");
    Run failed = new Run(2, "any", Measurement.BULK, 0, List.of(), "it did not end");
    Path file = directory.resolve("runs");
    assertThat(new RunFile(file).runs()).isEmpty();
    new RunFile(file).add(first);
    assertThat(new RunFile(file).runs()).containsExactly(first);
    new RunFile(file).add(failed);
    assertThat(new RunFile(file).runs()).containsExactly(first, failed);
  }
}
