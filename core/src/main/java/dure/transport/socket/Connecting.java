// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.ConnectionLostException;
import dure.DamagedMailboxException;
import dure.DureException;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.SystemLimitException;
import dure.linux.Names;
import dure.linux.Processes;
import dure.socket.Endpoint;
import dure.socket.EndpointAddress;
import dure.socket.Kind;
import dure.socket.SocketFrames;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The way in: connects to a host and says hello. A server that answers wrongly or slowly is put up
/// with only for a short time.
///
/// @param connection to the host
/// @param frames over it
/// @param body what the host said behind its hello
record Connecting(Endpoint connection, SocketFrames frames, WireReader body) {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);

  /// The host may have to close its door first, or to look at a large mailbox.
  private static final Duration TO_ANSWER = Duration.ofSeconds(5);

  /// How long a host may take in the middle of an answer. One that is stopped is not dead.
  private static final Duration TO_FINISH = Duration.ofSeconds(60);

  /// The longest answer that is no message.
  private static final int LONGEST_ANSWER = 1 << 20;

  /// Connects for a purpose.
  ///
  /// @throws NoSuchMailboxException if no process listens there
  /// @throws DamagedMailboxException if what listens there is no mailbox
  static Connecting to(Address address, Hello hello) {
    EndpointAddress endpoint = HostedName.endpoint(address);
    Endpoint connection = Endpoint.socket(endpoint.family(), Kind.STREAM);
    boolean in = false;
    try {
      connect(address, connection, endpoint);
      connection.watchPeer(Guest.SIGN_OF_LIFE);
      SocketFrames frames = new SocketFrames(connection, LONGEST_ANSWER, TO_FINISH);
      Connecting connected = new Connecting(connection, frames, greet(address, frames, hello));
      in = true;
      return connected;
    } finally {
      if (!in) {
        connection.close();
      }
    }
  }

  /// Allows answers that hold a message of this size.
  void limitTo(long messageSize) {
    long longest = Math.max(LONGEST_ANSWER, messageSize + WireCodecs.MOST_BEFORE_A_MESSAGE);
    frames.limitTo((int) Math.min(longest, SocketFrames.LONGEST));
  }

  private static void connect(Address address, Endpoint connection, EndpointAddress endpoint) {
    String name = address.toString();
    try {
      if (!Uninterruptibly.call(() -> connection.connect(endpoint, TO_CONNECT))) {
        throw new ConnectionLostException(
            name, "no answer came for " + TO_CONNECT.toSeconds() + " s; check the address");
      }
    } catch (NoSuchObjectException nobody) {
      throw new NoSuchMailboxException(
          name, "no process listens there: none has created it, or its owner has ended");
    } catch (NotPermittedException refused) {
      throw new NotPermittedException(
          name,
          "user "
              + Names.user(Processes.uid())
              + " may not use it: its socket's mode, or its directory's, keeps that user out");
    } catch (SystemLimitException limit) {
      throw limit;
    } catch (DureException other) {
      throw new ConnectionLostException(name, other.problem());
    }
  }

  private static WireReader greet(Address address, SocketFrames frames, Hello hello) {
    String name = address.toString();
    RemoteError refusal;
    try {
      WireReader answer = answer(name, frames, hello);
      if (answer.flag()) {
        return answer;
      }
      refusal = RemoteError.read(answer);
    } catch (ConnectionLostException lost) {
      throw ended(name);
    } catch (MessageTooLargeException | BufferUnderflowException notOurs) {
      throw damaged(name, "what listens there is no mailbox");
    } catch (IllegalArgumentException notOurs) {
      throw damaged(name, String.valueOf(notOurs.getMessage()));
    }
    throw refusal(name, refusal);
  }

  private static WireReader answer(String name, SocketFrames frames, Hello hello) {
    byte @Nullable [] frame =
        Uninterruptibly.<byte @Nullable []>call(() -> {
          frames.send(hello.write(), TO_ANSWER);
          return frames.receive(TO_ANSWER);
        });
    if (frame == null) {
      throw frames.isAtEnd() ? ended(name) : damaged(name, "what listens there says nothing");
    }
    WireReader answer = new WireReader(frame);
    Hello.requireOurs(answer);
    return answer;
  }

  private static RuntimeException refusal(String name, RemoteError told) {
    RuntimeException refusal = told.at(name);
    return refusal instanceof DureException || refusal instanceof IllegalArgumentException
        ? refusal
        : damaged(name, "what listens there refuses as no mailbox does: " + told.type());
  }

  private static DureException ended(String name) {
    return damaged(
        name, "what listens there ended the connection: it is no mailbox, or has just ended");
  }

  private static DamagedMailboxException damaged(String name, String problem) {
    return new DamagedMailboxException(name, problem + "; check the address");
  }
}
