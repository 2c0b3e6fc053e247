// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// A process that measures the time between two lines of its input, again and again.
final class Timed {
  private Timed() {}

  public static void main(String[] none) throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("started");
    while (input.readLine() != null) {
      Stopwatch watch = Stopwatch.start();
      System.out.println("watch runs");
      input.readLine();
      System.out.println("taken " + watch.stop());
    }
  }
}
