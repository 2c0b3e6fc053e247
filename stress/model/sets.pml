/* Waiting at several gates: threads 0 and 1 wait at the same set of both gates, one behind the other; thread 2 waits at
 * gate 1 alone. A sleeper announces itself at all its gates, looks behind all, and sleeps on all. Senders may be killed
 * or stopped between message and wake; waiting threads may give up. (The gate itself: wake.pml; one gate with more
 * threads: followers.pml) */
#ifndef NP
#define NP 2
#endif
#ifndef MSGS
#define MSGS 1
#endif
#ifndef FAILS
#define FAILS 1
#endif
#ifndef QUITS
#define QUITS 1
#endif
#define NONE 99
#define GROUP(id) (id / 2)
#define AT(id, g) (id < 2 || g == 1)
byte items[2], evt[2]; bit parked[2];
byte leader[2] = NONE; bit follows[2]; bit waits[3]; bit asleep[2];
byte fails = FAILS, quits = QUITS;

inline wakeSleepersOf(g) {
  asleep[0] = 0;
  if
  :: g == 1 -> asleep[1] = 0
  :: else
  fi
}

proctype P() { byte m; byte g;
  do
  :: m < MSGS ->
     if
     :: g = 0
     :: g = 1
     fi;
     items[g]++; m++;
     if
     :: fails > 0 -> fails--; goto gone
     :: skip
     fi;
     if
     :: parked[g] -> parked[g] = 0; evt[g]++; atomic { wakeSleepersOf(g) }
     :: else
     fi
  :: else -> break
  od;
gone: skip
}

inline handOver(me) {
  atomic {
    if
    :: leader[GROUP(me)] == me ->
       leader[GROUP(me)] = NONE;
#ifndef NO_HANDOVER
       if
       :: me < 2 && follows[0] -> leader[0] = 0; follows[0] = 0
       :: me < 2 && follows[1] -> leader[0] = 1; follows[1] = 0
       :: else
       fi
#endif
    :: else ->
       if
       :: me < 2 -> follows[me] = 0
       :: else
       fi
    fi
  }
}

/* One gate after the other, in either order: others act in between. */
inline look(me, found) {
  found = 0;
  if
  :: atomic { AT(me, 0) && items[0] > 0 -> items[0]--; found = 1 }
  :: atomic { !(AT(me, 0) && items[0] > 0) -> skip }
  fi;
  if
  :: atomic { !found && items[1] > 0 -> items[1]--; found = 1 }
  :: atomic { found || items[1] == 0 -> skip }
  fi
}

proctype C(byte id) { byte e0, e1; bit leads, found;
  waits[id] = 1;
  do
  :: atomic {
       if
       :: leader[GROUP(id)] == NONE || leader[GROUP(id)] == id ->
          leader[GROUP(id)] = id; leads = 1;
          if
          :: id < 2 -> follows[id] = 0
          :: else
          fi
       :: else -> follows[id] = 1; leads = 0
       fi
     };
     if
     :: leads ->
        e1 = evt[1]; parked[1] = 1;
#ifndef ONE_GATE
        if
        :: AT(id, 0) -> e0 = evt[0]; parked[0] = 1
        :: else
        fi
#endif
     :: else
     fi;
     look(id, found);
     if
     :: found -> break
     :: else
     fi;
     if
     :: atomic { quits > 0 -> quits--; break }
     :: skip
     fi;
     if
     :: leads ->
        atomic { asleep[GROUP(id)] = (evt[1] == e1 && (!AT(id, 0) || evt[0] == e0)) };
end_asleep: !asleep[GROUP(id)]
     :: !leads ->
end_behind: leader[GROUP(id)] == id
     fi
  od;
  handOver(id);
  waits[id] = 0
}

/* When nothing else moves: a round of the housekeeping, and then no thread waits beside a message that it may have. */
proctype H() {
end_h: do
  :: atomic { timeout ->
#ifndef NO_HOUSEKEEPING
       if
       :: items[0] > 0 && asleep[0] -> asleep[0] = 0
       :: items[1] > 0 && (asleep[0] || asleep[1]) -> wakeSleepersOf(1)
       :: else ->
#endif
          assert(items[0] == 0 || !(waits[0] || waits[1]));
          assert(items[1] == 0 || !(waits[0] || waits[1] || waits[2])); break
#ifndef NO_HOUSEKEEPING
       fi
#endif
     }
  od
}

init { byte i;
  atomic {
    do :: i < NP -> run P(); i++ :: else -> break od;
    run C(0); run C(1); run C(2); run H()
  }
}
