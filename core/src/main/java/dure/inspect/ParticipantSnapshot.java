// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.MailboxStatus.Participant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A process that has a mailbox open, and what it does there.
///
/// @param participant as the status shows it: id, name, pid, user, roles, waiting threads
/// @param state what the kernel says of the process
/// @param started when the process started; empty where its pid means nothing here
/// @param processorTime what all its threads have used so far; zero where that is not known
/// @param waitingSince since when at least one of its threads waits, to the millisecond; empty if
///   none does
/// @param rank the higher receives first, where that counts
/// @param ticket its place in the line of waiting receivers: of equal ranks the lowest is next
/// @param next where all receive everything, the position of the message it receives next
/// @param claims how many cells it has claimed and not published
/// @param inHand how many messages it has taken, and neither acknowledged nor given back; where all
///   receive everything that is known to the process alone, and this is 0
public record ParticipantSnapshot(
    Participant participant,
    ProcessState state,
    Optional<Instant> started,
    Duration processorTime,
    Optional<Instant> waitingSince,
    int rank,
    OptionalLong ticket,
    OptionalLong next,
    int claims,
    int inHand) {}
