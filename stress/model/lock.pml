/* The robust lock: one word that names its owner, sleepers of whom one is woken, kills at every step.
 * A slice of sleep is the process Bound; that the kernel tells who is dead is alive[]. */
#ifndef N
#define N 3
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif
#ifndef KILLS
#define KILLS 0
#endif
#define ABANDONED 8
#define HOLDER(w) ((w) & 7)
#define UNSIGNED 7
#define LEFT(w) ((w) != 0 && HOLDER(w) != UNSIGNED && (HOLDER(w) == 0 || !alive[HOLDER(w) - 1]))

byte owner, evt, inside, deaths, repairs;
bit parked, dirty;
bit sleeping[N], alive[N], done[N];
byte kills = KILLS;

inline wake(all) {
  woken = 0;
  d_step { k = 0; do :: k < N && !(woken && !all) -> if :: sleeping[k] -> sleeping[k] = 0; woken = 1 :: else fi; k++
                     :: else -> break od; k = 0 }
}

proctype L(byte id) { byte e, r, k; bit woken, told;
  {
    do
    :: r < ROUNDS ->
enter:
       e = evt;
#ifdef PARK_LATE
       /* the announcement after the look: a mistake */
#else
       parked = 1;
#endif
       if
#ifdef SIGN_LATER
       :: atomic { owner == 0 -> owner = UNSIGNED; told = 0 }; owner = id + 1  /* taken, and signed later: a mistake */
#else
       :: atomic { owner == 0 -> owner = id + 1; told = 0 }
#endif
#ifdef BLIND_TAKEOVER
       :: atomic { LEFT(owner) -> told = 0 }; owner = (id + 1) | ABANDONED; told = 1  /* no compare-and-set */
#else
       :: atomic { LEFT(owner) -> owner = (id + 1) | ABANDONED; told = 1 }
#endif
       :: atomic { owner != 0 && !LEFT(owner) -> skip };
#ifdef PARK_LATE
          parked = 1;
#endif
          atomic { if :: evt == e -> sleeping[id] = 1 :: else fi; e = 0 };
end_s:    !sleeping[id];
          goto enter
       fi;
       e = 0;
       if
       :: told ->
          dirty = 0;
          atomic { owner = id + 1; repairs++ }
       :: else
       fi;
       atomic { assert(inside == 0 || !alive[inside - 1]); assert(!dirty); inside = id + 1; dirty = 1 };
       atomic { assert(inside == id + 1); dirty = 0; inside = 0 };
       assert(HOLDER(owner) == id + 1);
       owner = 0;
       if
       :: parked ->
#ifndef NO_EVENT
          evt++;
#endif
          wake(0);
          if
          :: !woken ->
             parked = 0;
#ifndef NO_SECOND_EVENT
             evt++;
#endif
             wake(1)
          :: else
          fi
       :: else
       fi;
       woken = 0; told = 0; r++
    :: else -> break
    od;
    done[id] = 1
  } unless { atomic { !alive[id] -> sleeping[id] = 0 } }
}

/* Whoever sleeps at a lock that is to be had looks again at the end of his slice. */
proctype Bound() { byte k;
#ifdef BOUNDED
end_b: do
  :: atomic { timeout -> k = 0; do :: k < N && !(sleeping[k] && alive[k]) -> k++ :: else -> break od;
       if :: k < N && (owner == 0 || LEFT(owner)) -> sleeping[k] = 0; k = 0 :: else -> break fi }
  od;
#else
end_b: timeout;
#endif
  atomic { k = 0; do :: k < N -> assert(!alive[k] || done[k]); k++ :: else -> break od };
  assert(repairs <= deaths && deaths <= repairs + 1)
}

proctype K() { byte k;
end_k: do
  :: kills > 0 -> atomic { if :: k = 0 :: k = N - 1 fi;
       if :: alive[k] && !done[k] -> kills--; alive[k] = 0; if :: HOLDER(owner) == k + 1 && !(owner & ABANDONED) -> deaths++ :: else fi
          :: else -> kills-- fi; k = 0 }
  :: kills > 0 -> break
  :: kills == 0 -> break
  od }

init { atomic { byte i; for (i : 0 .. N - 1) { alive[i] = 1; run L(i) } run Bound(); run K() } }
