/* The threads of one process that wait at one gate, each for a thing of its own: a leader sleeps at the gate; awake, it
 * calls the threads whose thing is there, and they look for themselves. Threads 0 and 1 may take things of kind 0, thread
 * 2 those of kind 1. Senders may be killed or stopped between thing and wake; waiting threads may give up at any moment,
 * also when they have just been called. */
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
#define NC 3
#define NONE 99
#define KIND(id) (id / 2)
byte items[2], evt; bit parked, asleep;
byte leader = NONE; bit member[NC]; bit called[NC]; bit waits[NC];
byte fails = FAILS, quits = QUITS;

proctype P() { byte m; byte k;
  do
  :: m < MSGS ->
     if
     :: k = 0
     :: k = 1
     fi;
     items[k]++; m++;
     if
     :: fails > 0 -> fails--; goto gone           /* killed, or stopped for ever, before the wake */
     :: skip
     fi;
     if
     :: parked -> parked = 0; evt++; asleep = 0
     :: else
     fi
  :: else -> break
  od;
gone: skip
}

/* First what is there, then who is there: two steps, and others act in between. One thing is for one thread. */
inline relay(me, there0, there1) {
  atomic { there0 = items[0]; there1 = items[1] };
  atomic {
    if
    :: me != 0 && member[0] && there0 > 0 -> called[0] = 1; there0--
    :: else
    fi;
    if
    :: me != 1 && member[1] && there0 > 0 -> called[1] = 1; there0--
    :: else
    fi;
    if
    :: me != 2 && member[2] && there1 > 0 -> called[2] = 1; there1--
    :: else
    fi;
    there0 = 0; there1 = 0
  }
}

inline look(me, found) {
  if
  :: atomic { items[KIND(me)] > 0 -> items[KIND(me)]--; found = 1 }
  :: atomic { items[KIND(me)] == 0 -> skip }
  fi
}

proctype C(byte id) { byte e; bit leads, found, wasCalled, led; byte there0, there1;
  waits[id] = 1;
  do
  :: atomic {                                     /* takes part */
       member[id] = 1;
       if
       :: leader == NONE -> leader = id
       :: else
       fi
     };
     atomic { wasCalled = wasCalled || called[id]; called[id] = 0; leads = (leader == id) };
     if
     :: leads -> e = evt; parked = 1;
#ifndef NO_RELAY
        relay(id, there0, there1)
#endif
     :: else
     fi;
#ifndef NO_RECHECK
     look(id, found);
#endif
     if
     :: found -> break
     :: else
     fi;
     if
     :: atomic { quits > 0 -> quits--; break }
     :: skip
     fi;
     if
     :: leads -> atomic { asleep = (evt == e) };
end_asleep: !asleep
     :: !leads ->
end_behind: called[id] || leader == id
     fi;
     if                                           /* awake, it may give up before it looks again */
     :: atomic { quits > 0 -> quits--; break }
     :: skip
     fi
#ifdef NO_RECHECK
     ; look(id, found);
     if
     :: found -> break
     :: else
     fi
#endif
  od;
  atomic {                                        /* leaves */
    member[id] = 0; led = (leader == id); wasCalled = wasCalled || called[id];
    if
    :: led && member[0] -> leader = 0
    :: led && member[1] -> leader = 1
    :: led && member[2] -> leader = 2
    :: led && !member[0] && !member[1] && !member[2] -> leader = NONE
    :: else
    fi
  };
#ifndef NO_RELAY_AT_THE_END
  if
  :: !led && wasCalled -> relay(NONE, there0, there1)
  :: else
  fi;
#endif
  waits[id] = 0
}

/* When nothing else moves: a round of the housekeeping, and then no thread waits beside its thing. */
proctype H() { byte there0, there1;
end_h: do
  :: atomic { timeout ->
#ifndef NO_HOUSEKEEPING
       if
       :: asleep && items[KIND(leader)] > 0 -> asleep = 0
       :: (items[0] > 0 && (member[0] || member[1]) && !(leader < 2 && asleep && !(member[0] && member[1]))) ||
          (items[1] > 0 && member[2] && leader != 2) -> relay(NONE, there0, there1)
       :: else ->
#endif
          assert(items[0] == 0 || !(waits[0] || waits[1]));
          assert(items[1] == 0 || !waits[2]); break
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
