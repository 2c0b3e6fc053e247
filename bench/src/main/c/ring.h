// SPDX-License-Identifier: Apache-2.0
// A ring for one sender and one receiver, as quick as C makes it: dense records, each published by
// its own header, the next header cleared before; the receiver writes nothing but how far it is.
// No deaths, no sleep, no checks: a limit, not a product.
#ifndef DURE_RING_H
#define DURE_RING_H

#include <string.h>

#include "machine.h"

static const uint64_t STAY_AWAY_NANOS = 2000;
static const uint64_t LAST = 1ull << 63; // marks the number of the last message of a slice
static const unsigned char FILL = 0x5D;

struct ring {
  _Alignas(128) uint64_t released; // by the receiver, for the sender
  _Alignas(128) uint64_t sent;     // the sender's own, as all in this line
  uint64_t tail, released_seen;
  _Alignas(128) uint64_t received; // the receiver's own, as all in this line
  uint64_t head, streak, misplaced, damaged, expected;
  _Alignas(128) uint64_t bytes; // of a message
  uint64_t records;
  unsigned char *memory;
};

static void ring_open(struct ring *ring, uint64_t bytes, uint64_t room) {
  ring->bytes = bytes;
  ring->records = room / (8 + bytes);
  ring->memory = shared(room + 8);
  uint64_t fill;
  memset(&fill, FILL, 8);
  ring->expected = (bytes - 8 - 1) / 64 * fill; // the words between the first and the last
}

static unsigned char *draft_of(const struct ring *ring) {
  unsigned char *draft = malloc(ring->bytes);
  return memset(draft, FILL, ring->bytes);
}

static inline uint64_t ring_after(const struct ring *ring, uint64_t record) {
  return record + 1 == ring->records ? 0 : record + 1;
}

static inline uint64_t *ring_header(const struct ring *ring, uint64_t record) {
  return (uint64_t *)(ring->memory + record * (8 + ring->bytes));
}

static inline int ring_is_full(struct ring *ring) {
  if (ring->sent - ring->released_seen >= ring->records - 1) {
    ring->released_seen = load(&ring->released);
  }
  return ring->sent - ring->released_seen >= ring->records - 1;
}

// Copies a private buffer in, with its number at both ends.
static inline void ring_send(struct ring *ring, unsigned char *draft, uint64_t mark) {
  while (ring_is_full(ring)) {
    relax();
  }
  uint64_t number = ring->sent++ | mark;
  uint64_t ends[2] = {number, ~number};
  memcpy(draft, &ends[0], 8);
  memcpy(draft + ring->bytes - 8, &ends[1], 8);
  uint64_t *header = ring_header(ring, ring->tail);
  memcpy(header + 1, draft, ring->bytes);
  ring->tail = ring_after(ring, ring->tail);
  *ring_header(ring, ring->tail) = 0;
  store(header, ring->bytes + 1);
}

static inline void ring_give_room(struct ring *ring) { store(&ring->released, ring->received); }

// Waits for a record. After a burst an eager look would take away the lines that are being written.
static inline void ring_wait(struct ring *ring, const uint64_t *header) {
  if (load(header) != 0) {
    ring->streak++;
    return;
  }
  ring_give_room(ring);
  if (ring->streak > 1) {
    for (uint64_t until = nanos() + STAY_AWAY_NANOS; nanos() < until;) {
      relax();
    }
  }
  while (load(header) == 0) {
    relax();
  }
  ring->streak = 1;
}

// Reads one word of every line and the last, and gives the record back; its number.
static inline uint64_t ring_receive(struct ring *ring) {
  uint64_t *header = ring_header(ring, ring->head);
  ring_wait(ring, header);
  const unsigned char *message = (unsigned char *)(header + 1);
  uint64_t number, last, word, sum = 0;
  memcpy(&number, message, 8);
  memcpy(&last, message + ring->bytes - 8, 8);
  for (uint64_t at = 64; at < ring->bytes - 8; at += 64) {
    memcpy(&word, message + at, 8);
    sum += word;
  }
  ring->damaged += last != ~number || sum != ring->expected;
  ring->misplaced += (number & ~LAST) != ring->received;
  ring->head = ring_after(ring, ring->head);
  ring->received++;
  if (ring->received % (ring->records / 8 + 1) == 0) {
    ring_give_room(ring);
  }
  return number;
}

#endif
