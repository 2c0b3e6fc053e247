// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import dure.Namespace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes `docs/layout.md` from the layout classes.
final class LayoutDocument {
  private LayoutDocument() {}

  private static final FileNames PRIVATE = FileNames.of(new Namespace("<directory>", "<identity>"));

  static final List<Map.Entry<String, List<Field>>> STRUCTURES =
      List.of(
          Map.entry("Header", HeaderLayout.FIELDS),
          Map.entry("Gate", GateLayout.FIELDS),
          Map.entry("Participant", ParticipantLayout.FIELDS),
          Map.entry("Cell", CellLayout.FIELDS),
          Map.entry("Record", PairLayout.FIELDS),
          Map.entry("Registration of a named process", RegistrationLayout.FIELDS));

  static String text() {
    return """
    # Layout of a mailbox's region

    What lies where in the memory of a mailbox, for readers of the code and for programs that look at it from outside.

    *Generated from `core/src/main/java/dure/layout` by `LayoutDocumentTest`; the build fails when it is stale.*
    All numbers are little-endian. This is layout version %d.

    ```
    0                 header                       %d bytes
    %-5d             participants table           %d bytes each, entry 0 unused
    (page boundary)   engine: ring                 a pair in the order of arrival, of bounded capacity, that neither
                                                   drops its oldest nor buries its dead; mapped a second time behind itself
                      or: cells, then bays         all others
                      or: directory, cells, bays   unbounded: a word for each segment of 512 cells, in whole pages, then
                                                   cells and bays, which have memory only where their segment has
    ```

    Participant *i* is the process that `holder` of entry *i* names. The word is 0, or a random number * 4 + 1: then a write
    lock (`F_OFD_SETLK`) on byte 2^62 + *i* of the file proves that it lives; or a token * 4 + 2: then that token does
    (docs/sync.md). A file's name is taken off it under the same kind of lock: `name holder`, and byte 2^62 + 2^20.

    Every part of the region that is mapped for itself, or gets and loses its memory for itself, begins on a page. Its
    creator lays it out for the pages of its machine, or for larger ones (`dure.pageSize`); `page` says which. A process
    whose pages are larger refuses it: a file that came from a machine of 4 KiB pages is created anew on one of 16 or 64
    KiB.

    Files are `%s/%s<name>`; the door of a mailbox that a process owns is the abstract Unix socket
    `@%s<name>`. The file of a mailbox of explicit buffering (`file:/path`) is at its path.

    In a private namespace (`DURE_NAMESPACE`) the files are in its directory. Its abstract sockets carry an identity of the
    directory: the first 60 bits of the SHA-256 of `device:inode`, as `stat` tells them in decimal, in twelve letters and
    digits of base 32 (`a`–`z`, `2`–`7`).

    | abstract socket of | in the default namespace | in a private one |
    | --- | --- | --- |
    | a mailbox that a process owns | `@%s<name>` | `@%s<name>` |
    | a `pipe:` mailbox | `@%s<name>` | `@%s<name>` |
    | an offer of a region | `@%s<name>` | `@%s<name>` |
    | a named process (`dure.direct`) | `@%s<name>` | `@%s<name>` |
    | longest name, in bytes | %d (a pipe's: 97, a process's: 64) | %d (a process's: 64) |

    A named process sends its registration to each process of its user that connects, one byte (1) and a descriptor, and
    then answers a packet: byte 1 and a name, with the memory of the mailbox in which the process of that name sends to it
    (byte 1 and a descriptor; 2 if the name is not the sender's, 3 if there are too many links, 6 if there is no memory);
    byte 2, with the names of its partners, a line each.

    %s
    ## Slot word

    | bits | part | meaning |
    | --- | --- | --- |
    | 0–3 | state | 1 FREE, 2 WRITING, 3 FULL, 4 READING, 5 REVOKED, 6 LATE, 7 DONE; 0 is no word but a lost page |
    | 4–7 | redelivered | how often the message was handed out before, at most 15 |
    | 8–17 | owner | index of the participant whose claim or take it is |
    | 18–61 | lap | generation: how often the ring had come round |
    | 62 | wanted | the sender waits for what becomes of the message |

    ## Segment word

    | bits | part | meaning |
    | --- | --- | --- |
    | 0–3 | state | 0 ABSENT, 1 PRESENT, 2 BUSY |
    | 4–13 | owner | while BUSY: index of the participant who gives it memory or takes it |
    | 14–57 | lap | while it has no memory: the lap in which all its cells are free |

    ## Head word of a pair

    | bits | part | meaning |
    | --- | --- | --- |
    | 0–31 | offset | of the record to be taken next, from the ring's start, in units of 8 bytes |
    | 32–63 | count | records given back so far, modulo 2^32 |
    """
        .formatted(
            HeaderLayout.VERSION_VALUE,
            HeaderLayout.BYTES,
            ParticipantLayout.OFFSET,
            ParticipantLayout.BYTES,
            FileNames.DIRECTORY,
            FileNames.PREFIX,
            FileNames.PREFIX,
            FileNames.DEFAULT.doors(),
            PRIVATE.doors(),
            FileNames.DEFAULT.pipes(),
            PRIVATE.pipes(),
            FileNames.DEFAULT.offers(),
            PRIVATE.offers(),
            FileNames.DEFAULT.processes(),
            PRIVATE.processes(),
            FileNames.DEFAULT.longest(),
            PRIVATE.longest(),
            STRUCTURES.stream()
                .map(s -> table(s.getKey(), s.getValue()))
                .collect(Collectors.joining("\n")));
  }

  private static String table(String name, List<Field> fields) {
    return fields.stream()
        .map(f ->
            String.format(
                Locale.ROOT,
                "| %d | %s | %s | %s |",
                f.offset(),
                f.bytes() == 0 ? "…" : Integer.toString(f.bytes()),
                f.name(),
                f.meaning()))
        .collect(
            Collectors.joining(
                "\n",
                "## "
                    + name
                    + "\n\n| offset | bytes | field | meaning |\n| --- | --- | --- | --- |\n",
                "\n"));
  }
}
