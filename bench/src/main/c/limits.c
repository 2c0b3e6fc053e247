// SPDX-License-Identifier: Apache-2.0
// The limits of the machine, measured in C as the harness measures everything else: two processes,
// each on a processor of its own; slices of time, and between them the bare cache line.
//
//   limits line|record|stream|bulk WARM_UP_SLICES SLICES SLICE_MILLISECONDS
//
// prints for every slice: slice, the line before, the line after (nanoseconds), figures.
#include "machine.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "line.h"
#include "ring.h"
#include "trips.h"

static const uint64_t SMALL_ROOM = 1 << 20, LARGE_ROOM = 16 << 20;

// What the two processes share.
struct meeting {
  struct line line;
  struct ring there, back;
  _Alignas(128) uint64_t pause;
};

static struct meeting *meeting;
static unsigned char *draft;
static struct trips trips;
static char figures[256];

// Each measurement: a slice of the driver's, and what the partner does meanwhile.
struct measurement {
  const char *name;
  uint64_t bytes, room;
  void (*drive)(uint64_t until);
  void (*accompany)(void);
};

// line: a bare trip.

static void bare_trip(void) { line_trip(&meeting->line); }

static void drive_line(uint64_t until) {
  trips_measure(&trips, bare_trip, until);
  line_leave(&meeting->line);
  trips_figures(&trips, figures, sizeof figures);
}

static void accompany_line(void) { line_answer(&meeting->line); }

// record: a message there, a message back.

static void message_trip(void) {
  ring_send(&meeting->there, draft, 0);
  ring_receive(&meeting->back);
}

static void drive_record(uint64_t until) {
  trips_measure(&trips, message_trip, until);
  ring_send(&meeting->there, draft, LAST);
  trips_figures(&trips, figures, sizeof figures);
}

static void accompany_record(void) {
  while (!(ring_receive(&meeting->there) & LAST)) {
    ring_send(&meeting->back, draft, 0);
  }
}

// stream, bulk: messages one way, as many as go; the receiver drives.

static void drive_stream(uint64_t until) {
  struct ring *ring = &meeting->there;
  uint64_t a_look = ring->bytes < 65536 ? 65536 / ring->bytes : 1;
  uint64_t first = ring->received, began = nanos(), now = began;
  while (now < until) {
    for (uint64_t i = 0; i < a_look; i++) {
      ring_receive(ring);
    }
    now = nanos();
  }
  double seconds = (double)(now - began) / 1e9;
  double messages = (double)(ring->received - first);
  store(&meeting->pause, 1);
  while (!(ring_receive(ring) & LAST)) {
  }
  ring_give_room(ring);
  store(&meeting->pause, 0);
  snprintf(figures, sizeof figures, "rate=%.6g", messages / seconds);
}

static void accompany_stream(void) {
  while (!load(&meeting->pause)) {
    ring_send(&meeting->there, draft, 0);
  }
  ring_send(&meeting->there, draft, LAST);
}

static const struct measurement MEASUREMENTS[] = {
    {"line", 64, SMALL_ROOM, drive_line, accompany_line},
    {"record", 64, SMALL_ROOM, drive_record, accompany_record},
    {"stream", 64, SMALL_ROOM, drive_stream, accompany_stream},
    {"bulk", 1 << 20, LARGE_ROOM, drive_stream, accompany_stream},
};

static void partner(const struct measurement *measurement, pid_t driver) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != driver) {
    _exit(1);
  }
  pin(1);
  for (;;) {
    line_answer(&meeting->line);
    measurement->accompany();
  }
}

// Standard input ends when whoever started us has.
static int is_orphan(void) {
  struct pollfd input = {.fd = 0, .events = POLLIN};
  return poll(&input, 1, 0) > 0 && input.revents & (POLLHUP | POLLERR | POLLNVAL);
}

static void drive(const struct measurement *measurement, int warm_up, int slices, int millis) {
  pin(0);
  double before = line_probe(&meeting->line);
  for (int slice = -warm_up; slice < slices && !is_orphan(); slice++) {
    line_leave(&meeting->line);
    measurement->drive(nanos() + (uint64_t)millis * 1000000);
    double after = line_probe(&meeting->line);
    if (slice >= 0) {
      printf("slice before=%.1f after=%.1f %s\n", before, after, figures);
    }
    before = after;
  }
  printf("checked received=%lu misplaced=%lu damaged=%lu\n",
         (unsigned long)meeting->there.received + meeting->back.received,
         (unsigned long)meeting->there.misplaced + meeting->back.misplaced,
         (unsigned long)meeting->there.damaged + meeting->back.damaged);
}

int main(int count, char **arguments) {
  const struct measurement *measurement = NULL;
  for (size_t i = 0; count == 5 && i < sizeof MEASUREMENTS / sizeof *MEASUREMENTS; i++) {
    if (strcmp(MEASUREMENTS[i].name, arguments[1]) == 0) {
      measurement = &MEASUREMENTS[i];
    }
  }
  if (measurement == NULL) {
    fprintf(stderr, "usage: limits line|record|stream|bulk WARM_UP SLICES MILLISECONDS\n");
    return 2;
  }
  meeting = shared(sizeof *meeting);
  ring_open(&meeting->there, measurement->bytes, measurement->room);
  ring_open(&meeting->back, measurement->bytes, measurement->room);
  draft = draft_of(&meeting->there);
  pid_t driver = getpid(), child = fork();
  if (child == 0) {
    partner(measurement, driver);
  }
  if (child < 0) {
    perror("fork");
    return 1;
  }
  drive(measurement, atoi(arguments[2]), atoi(arguments[3]), atoi(arguments[4]));
  kill(child, SIGKILL);
  waitpid(child, NULL, 0); // so that its time counts as ours
  return 0;
}
