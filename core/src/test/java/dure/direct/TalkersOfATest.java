// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// The named processes of a test, each a [Talker] that does what the test tells it.
abstract class TalkersOfATest {
  final String suffix = TestNamespace.name("");
  final List<Child> talkers = new ArrayList<>();

  final String name(String letter) {
    return letter + suffix;
  }

  final Child talker(String letter) {
    Child talker = Child.java(Talker.class, name(letter));
    talkers.add(talker);
    talker.await("joined");
    return talker;
  }

  static String does(Child talker, String command) {
    talker.tell(command);
    return talker.await("did");
  }

  @AfterEach
  final void sendHome() {
    talkers.forEach(Child::close);
  }
}
