/* The threads of one process that wait for the same: a leader sleeps at the gate, followers behind it, and the
 * housekeeping of the process looks around for the leader. Senders may be killed or stopped between message and wake;
 * waiting threads may give up at any moment. (publish and take are single steps here; queue.pml checks those) */
#ifndef NP
#define NP 2
#endif
#ifndef NC
#define NC 3
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
byte items, evt; bit parked, asleep;
byte leader = NONE; bit follows[NC]; bit waits[NC];
byte fails = FAILS, quits = QUITS;

proctype P() { byte m;
  do
  :: m < MSGS ->
     items++; m++;
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

inline handOver(me) {
  atomic {
    if
    :: leader == me ->
       leader = NONE;
#ifndef NO_HANDOVER
       if
       :: follows[0] -> leader = 0; follows[0] = 0
       :: follows[1] -> leader = 1; follows[1] = 0
       :: follows[2] -> leader = 2; follows[2] = 0
       :: !follows[0] && !follows[1] && !follows[2] -> skip
       fi
#endif
    :: else -> follows[me] = 0
    fi
  }
}

proctype C(byte id) { byte e; bit leads;
  waits[id] = 1;
  do
  :: atomic { items > 0 -> items-- ; break }
  :: atomic { items == 0 -> skip };
     atomic {
       if
       :: leader == NONE || leader == id -> leader = id; follows[id] = 0; leads = 1
       :: else -> follows[id] = 1; leads = 0
       fi
     };
     if
     :: leads -> e = evt; parked = 1
     :: else
     fi;
#ifndef NO_RECHECK
     if
     :: atomic { items > 0 -> items--; break }
     :: atomic { items == 0 -> skip }
     :: atomic { quits > 0 -> quits--; break }
     fi;
#endif
     if
     :: leads -> atomic { asleep = (evt == e) };
        if
        :: !asleep
        :: atomic { quits > 0 -> quits--; asleep = 0; break }
        fi
     :: !leads ->
        if
        :: leader == id
        :: atomic { quits > 0 -> quits--; break }
        fi
     fi
  od;
  handOver(id);
  waits[id] = 0
}

/* When nothing else moves: a round of the housekeeping, and then nobody may wait while a message lies there. */
proctype H() {
end_h: do
  :: atomic { timeout ->
#ifndef NO_HOUSEKEEPING
       if
       :: items > 0 && asleep -> asleep = 0
       :: else ->
#endif
          assert(items == 0 || !(waits[0] || waits[1] || waits[2])); break
#ifndef NO_HOUSEKEEPING
       fi
#endif
     }
  od
}

init { byte i;
  atomic {
    do :: i < NP -> run P(); i++ :: else -> break od; i = 0;
    do :: i < NC -> run C(i); i++ :: else -> break od;
    run H()
  }
}
