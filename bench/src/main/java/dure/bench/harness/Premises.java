// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.peer.Peer;
import dure.bench.role.Assignment;
import dure.bench.role.CacheLineRole;

/// What the two processes of a run find in shared memory, and what is removed after them.
final class Premises implements AutoCloseable {
  private final Peer peer;
  private final Assignment assignment;
  private final Undo removal;

  Premises(Peer peer, Assignment assignment) {
    this.peer = peer;
    this.assignment = assignment;
    this.removal = Undo.later(this::remove);
    assignment.line().createFile(CacheLineRole.BYTES);
    peer.create(assignment.there());
    peer.create(assignment.back());
  }

  private void remove() {
    assignment.line().removeFile();
    peer.remove(assignment.there());
    peer.remove(assignment.back());
  }

  @Override
  public void close() {
    removal.close();
  }
}
