// SPDX-License-Identifier: Apache-2.0
// The bare cache line: a word there, a word back. Nothing that passes messages can be quicker.
#ifndef DURE_LINE_H
#define DURE_LINE_H

#include "machine.h"

enum { LINE_BATCHES = 20, LINE_TRIPS = 100 };

// Two lines, each with its neighbour kept empty: processors fetch lines in pairs.
struct line {
  _Alignas(128) uint64_t there;
  _Alignas(128) uint64_t back;
  _Alignas(128) uint64_t sent; // the driver's own
};

static const uint64_t LINE_LEAVE = 1ull << 63;

static inline void line_send(struct line *line, uint64_t value) {
  store(&line->there, value);
  while (load(&line->back) != value) {
    relax();
  }
}

static inline void line_trip(struct line *line) { line_send(line, ++line->sent); }

// How long a trip takes, in nanoseconds: the median of batches, so that the clock is read rarely.
static double line_probe(struct line *line) {
  double batches[LINE_BATCHES];
  for (int batch = 0; batch < LINE_BATCHES; batch++) {
    uint64_t began = nanos();
    for (int trip = 0; trip < LINE_TRIPS; trip++) {
      line_trip(line);
    }
    batches[batch] = (double)(nanos() - began) / LINE_TRIPS;
  }
  return median(batches, LINE_BATCHES);
}

// The driver: lets the partner go on to what is measured.
static inline void line_leave(struct line *line) {
  line_send(line, ++line->sent | LINE_LEAVE);
}

// The partner: answers until the driver leaves.
static void line_answer(struct line *line) {
  uint64_t last = load(&line->back);
  do {
    uint64_t value;
    while ((value = load(&line->there)) == last) {
      relax();
    }
    store(&line->back, last = value);
  } while (!(last & LINE_LEAVE));
}

#endif
