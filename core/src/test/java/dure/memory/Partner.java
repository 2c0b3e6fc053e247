// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.DureException;
import dure.raw.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// A process that does with a region what it is told, line by line, and says what came of each.
final class Partner {
  private Region region;

  private Partner() {}

  public static void main(String[] none) throws IOException {
    Partner partner = new Partner();
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = input.readLine()) != null; ) {
      System.out.println(partner.answer(line.split(" ", -1)));
    }
  }

  private String answer(String[] words) {
    try {
      return obey(words);
    } catch (DureException
        | IllegalStateException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | UnsupportedOperationException refused) {
      return refused.getClass().getSimpleName() + ": " + refused.getMessage();
    }
  }

  private String obey(String[] words) {
    switch (words[0]) {
      case "attach" -> region = chosen(words).attach();
      case "create" -> region = chosen(words).create();
      case "attachOrCreate" -> region = chosen(words).attachOrCreate();
      case "removeUnseen" -> chosen(words).remove();
      case "offer" -> region.offer(words[1]);
      case "write" -> region.segment().set(JAVA_LONG, number(words[1]), number(words[2]));
      case "poke" -> Words.longPlain(region.address() + number(words[1]), number(words[2]));
      case "remove" -> {
        return "removed " + region.remove();
      }
      case "read" -> {
        return "read " + region.segment().get(JAVA_LONG, number(words[1]));
      }
      case "close" -> region.close();
      default -> throw new AssertionError(words[0]);
    }
    return "done";
  }

  /// As `posix /name size=4096 mode=644 readOnly at=10000`.
  private static RegionBuilder chosen(String[] words) {
    RegionBuilder builder = named(words[1], words[2]);
    for (int i = 3; i < words.length; i++) {
      String value = words[i].substring(words[i].indexOf('=') + 1);
      switch (words[i].replaceFirst("=.*", "")) {
        case "size" -> builder.size(number(value));
        case "mode" -> builder.mode(Integer.parseInt(value, 8));
        case "group" -> builder.group(value);
        case "at" -> builder.at(number(value));
        case "readOnly" -> builder.readOnly();
        default -> throw new AssertionError(words[i]);
      }
    }
    return builder;
  }

  private static RegionBuilder named(String kind, String name) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "posix" -> Region.posix(name);
      case "key" -> Region.systemV((int) number(name));
      case "id" -> Region.systemVById((int) number(name));
      case "file" -> Region.file(Path.of(name));
      case "offered" -> Region.offered(name);
      case "anonymous" -> Region.anonymous(number(name));
      default -> throw new AssertionError(kind);
    };
  }

  private static long number(String digits) {
    return Long.decode(digits);
  }
}
