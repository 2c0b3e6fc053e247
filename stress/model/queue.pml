/* SPDX-License-Identifier: Apache-2.0
 * The slots for many (dure.queue.SlotQueue): a bounded queue of many senders and receivers, any of whom may be killed.
 * The slot word is the only truth: (state, owner, redelivery count, lap).
 * Each process walks a cursor of its own (t of a sender, h of a receiver), a lower bound of the true position; a restarted one begins at
 * zero, the lowest bound there is, which covers every value a hint could give it.
 * One atomic block = one access to shared memory (load / CAS / store) plus local computation.
 * A kill may strike any sender, receiver or sweeper between any two such blocks.
 * -DBUG_…: planted mistakes; each must be found, or the model shows nothing.
 */
#ifndef N
#define N 2
#endif
#ifndef NP
#define NP 2
#endif
#ifndef NC
#define NC 1
#endif
#ifndef MSGS
#define MSGS 2
#endif
#ifndef KILLS
#define KILLS 1
#endif
#ifndef NR
#define NR 1
#endif
#ifndef MAXREV
#define MAXREV 0
#endif
#ifndef MAXPOS
#define MAXPOS 0
#endif
#define NPART (NP+NC)
#define TOTAL (NP*MSGS)

#define FREE 0
#define WRITING 1
#define FULL 2
#define READING 3
#define REVOKED 4
#define LATE 5
#define ST(w)  ((w)&7)
#define OW(w)  (((w)>>3)&7)
#define RC(w)  (((w)>>6)&3)
#define LAP(w) ((w)>>8)
#define W(s,o,r,l) ((s)|((o)<<3)|((r)<<6)|((l)<<8))
/* kept by somebody while its position is done with: senders of the next lap go round it */
#ifdef BUG_SKIP_FULL
#define STRAY(w) (ST(w) == LATE || (ST(w) == FULL && RC(w) > 0))
#define HELD(w) (ST(w) == READING || ST(w) == REVOKED || ST(w) == LATE || ST(w) == FULL)
#else
#define STRAY(w) (ST(w) == LATE || (ST(w) == FULL && RC(w) > 0))
#define HELD(w) (ST(w) == READING || ST(w) == REVOKED || STRAY(w))
#endif

short slot[N];
byte d0[N], d1[N];          /* payload, written and read in two halves */
byte stray;
bit alive[NPART];           /* kernel truth: process exists (its OFD lock is held) */
bit inuse[NPART];           /* participant table entry taken (stays so until reaped) */
byte reaplock[NPART];       /* kernel OFD lock of a dead entry taken by a reaper: rid+1 */
bit ralive[NR];
byte kills = KILLS;
byte revs = MAXREV;
#ifdef BUG_REAP_BY_TIMEOUT
byte guess = 1;
#endif
/* ghost state */
bit accepted[TOTAL+1];
bit delivered[TOTAL+1];
bit acked[TOTAL+1];

proctype Producer(byte id) {
  byte m = id * MSGS; byte t, i; short w;
again:
  {
      skip;
next: atomic { w = 0; i = 0;
         if :: m < (id+1)*MSGS -> m++ :: else -> goto done fi };
send:  atomic { i = t % N; w = slot[i];                            /* load slot */
         if
         :: LAP(w) == t/N && ST(w) == FREE
         :: LAP(w) > t/N || (LAP(w) == t/N && ST(w) != FREE) -> w = 0; goto help
         :: LAP(w) < t/N -> 
#ifdef CHECK
              assert(LAP(w)+1 == t/N);
#endif
              if
              :: HELD(w) && t < MAXPOS -> goto hole
              :: true -> goto qfull
              fi
         fi };
       /* CAS: claim; identity and generation in the same word */
       atomic { if :: slot[i] == w -> slot[i] = W(WRITING,id,0,t/N); w = 0
                   :: else -> w = 0; goto send fi };
       /* from here to the publication t is the claim's position; afterwards it has passed it */
       d0[i] = m;
       d1[i] = m;
       /* CAS: publish = the acceptance point */
#ifdef BUG_PLAIN_PUBLISH
       atomic { slot[i] = W(FULL,id,0,t/N); accepted[m] = 1; t++; goto next };
#endif
       atomic { if :: slot[i] == W(WRITING,id,0,t/N) ->
                     slot[i] = W(FULL,id,0,t/N); accepted[m] = 1; t++; goto next
                   :: else fi };
rel:   /* revoked while slow: publish it where it is, behind the receivers, and tell them */
       atomic { w = slot[i]; assert(ST(w) == REVOKED && OW(w) == id) };
       
#ifdef BUG_LATE_AS_FULL
#define LATE_ST FULL
#else
#define LATE_ST LATE
#endif
       atomic { if :: slot[i] == w -> slot[i] = W(LATE_ST,id,0,LAP(w)); accepted[m] = 1; w = 0
                   :: else -> w = 0; goto rel fi };
#ifndef BUG_LATE_UNTOLD
       stray++;
#endif
       atomic { t++; goto next };
help:  atomic { t++; goto send };                                  /* somebody has been here */
hole:  /* storage still held by a slow participant: skip it this lap */
       atomic { if :: slot[i] == w -> slot[i] = W(ST(w),OW(w),RC(w),t/N) :: else fi; w = 0; goto send };
qfull:  atomic { (slot[i] != w); w = 0; goto send }    /* bounded wait in life */
  } unless { atomic { !alive[id] -> w=0;t=0;i=0 }; 
             
#ifdef BUG_REUSE_BEFORE_REAP
             atomic { alive[id] = 1; inuse[id] = 1; goto again } };
#else
             atomic { (!inuse[id]); alive[id] = 1; inuse[id] = 1; goto again } };
#endif
done: skip
}

proctype Consumer(byte id) {
  byte h, i, x, g, seen; short w; 
#ifdef BUG_PLAIN_FREE
  byte cl;
#endif
again:
  {
       skip;
recv:  atomic { g = stray; w = 0; i = 0; x = 0;
         if :: g == seen -> g = 0; goto norm :: else fi };
scan:  atomic { w = slot[i];
         if
         :: STRAY(w)
         :: else -> w = 0; i++;
              if :: i < N -> goto scan :: else -> seen = g; g = 0; i = 0; goto norm fi
         fi };
       atomic { if :: slot[i] == w -> slot[i] = W(READING,id,RC(w),LAP(w)); g = 0; goto got
                   :: else -> w = 0; goto scan fi };
norm:  atomic { i = h % N; w = slot[i];
         if
         :: LAP(w) == h/N && (ST(w) == FULL || ST(w) == LATE)
         :: LAP(w) > h/N || (LAP(w) == h/N && (ST(w) == READING || ST(w) == REVOKED)) -> w = 0; goto hlp
         :: LAP(w) == h/N && ST(w) == WRITING ->
              if :: revs > 0 -> goto revoke :: true -> goto qempty fi
         :: LAP(w) == h/N && ST(w) == FREE -> goto qempty
         :: LAP(w) < h/N -> goto qempty
         fi };
#ifndef BUG_NO_SECOND_LOOK
       atomic { if :: stray != seen -> w = 0; goto recv :: else fi };   /* an earlier one of the same sender may be behind */
#endif
       atomic { if :: slot[i] == w -> slot[i] = W(READING,id,RC(w),LAP(w)); h++
                   :: else -> w = 0; goto recv fi };
#ifdef BUG_PLAIN_FREE
got:   atomic { cl = LAP(w); x = d0[i] };
#else
got:   x = d0[i];
#endif
       atomic { assert(x == d1[i]);                        /* never torn */
                assert(x > 0 && accepted[x]);              /* never a phantom */
                assert(!delivered[x] || RC(w) > 0);        /* a duplicate is always flagged */
                assert(!acked[x]);                         /* never again after the ack */
#ifdef FIFO   /* per-sender order, single consumer (restarts included) */
                assert(!((x-1) % MSGS > 0 && accepted[x-1] && !delivered[x-1]));
#endif
                delivered[x] = 1; w = 0 };
#ifdef BUG_PLAIN_FREE   /* free computed from the word read at claim time, not by CAS */
       atomic { slot[i] = W(FREE,0,0,cl+1); acked[x] = 1; goto recv };
#endif
ack:   atomic { w = slot[i]; assert(ST(w) == READING && OW(w) == id) };
       atomic { if :: slot[i] == w -> slot[i] = W(FREE,0,0,LAP(w)+1); acked[x] = 1; goto recv
                   :: else -> w = 0; goto ack fi };
hlp:   atomic { h++; goto recv };
revoke: atomic { if :: slot[i] == w && revs > 0 -> slot[i] = W(REVOKED,OW(w),0,LAP(w)); revs-- :: else fi; goto recv };
qempty:
end_empty: atomic { (slot[i] != w || stray != seen); goto recv }
  } unless { atomic { !alive[id] -> h=0; i=0; x=0; g=0; w=0; seen=0 };
end_dead:    atomic { (!inuse[id]);
               if :: true -> alive[id] = 1; inuse[id] = 1; goto again
#if NC > 1
                  :: id > NP -> goto gone       /* the second consumer may stay dead */
#endif
               fi } };
gone: skip
}

/* Whoever obtains the dead participant's lock byte sweeps. The kernel drops that lock if
 * the reaper itself is killed; the next one sweeps again from the start (idempotent). */
#ifdef BUG_REAP_BY_TIMEOUT   /* guess 'dead' although it may only be slow (once) */
#define REAPABLE(p) (inuse[p] && !reaplock[p] && (!alive[p] || guess > 0))
#else
#define REAPABLE(p) (!alive[p] && inuse[p] && !reaplock[p])
#endif
proctype Reaper(byte rid) {
  byte p, j; short w;
again:
  {
     skip;
idle:
end_idle: atomic { 
       if
       :: REAPABLE(0) -> p = 0 :: REAPABLE(1) -> p = 1 :: REAPABLE(2) -> p = 2
#if NPART > 3
       :: REAPABLE(3) -> p = 3
#endif
       fi;
#ifdef BUG_REAP_BY_TIMEOUT
       if :: alive[p] -> guess-- :: else fi;
#endif
       reaplock[p] = rid+1; j = 0 };
#ifdef BUG_STRAY_FIRST
     stray++;
#endif
look:  atomic { w = slot[j];
         if
         :: OW(w) == p && (ST(w) == WRITING || ST(w) == REVOKED) -> goto drop
         :: OW(w) == p && ST(w) == READING -> goto redeliver
         :: else -> w = 0; j++; if :: j < N -> goto look :: else -> goto fin fi
         fi };
#ifdef BUG_FREE_SAME_LAP
#define DL 0
#else
#define DL 1
#endif
drop:  atomic { if :: slot[j] == w -> slot[j] = W(FREE,0,0,LAP(w)+DL) :: else fi; w = 0; goto look };
redeliver: atomic { if :: slot[j] == w -> 
#ifdef BUG_NOFLAG
                slot[j] = W(FULL,0,RC(w),LAP(w))
#else
                slot[j] = W(FULL,0,RC(w)+1,LAP(w))
#endif
                :: else fi; w = 0; goto look };
fin:   
#if !defined(BUG_STRAY_FIRST) && !defined(BUG_NO_STRAY)
       stray++;            /* after the last repair, before the entry is freed */
#endif
       atomic { inuse[p] = 0; reaplock[p] = 0; p = 0; j = 0; goto idle }
  } unless { atomic { !ralive[rid] -> if :: reaplock[p] == rid+1 -> reaplock[p] = 0 :: else fi;
               p = 0; j = 0; w = 0; ralive[rid] = 1; goto again } }
}

proctype Killer() {
end_k:
  do
  :: atomic { kills > 0 && alive[0] -> alive[0] = 0; kills-- }
  :: atomic { kills > 0 && alive[1] -> alive[1] = 0; kills-- }
  :: atomic { kills > 0 && alive[2] -> alive[2] = 0; kills-- }
#if NPART > 3
  :: atomic { kills > 0 && alive[3] -> alive[3] = 0; kills-- }
#endif
#ifdef KILLREAPER
  :: atomic { kills > 0 && ralive[0] -> ralive[0] = 0; kills-- }
#endif
  :: kills == 0 -> break
  od
}

proctype Checker() {
  byte k;
end_c:
  timeout -> atomic {
    k = 1;
    do :: k <= TOTAL -> assert(!accepted[k] || acked[k]); 
#if KILLS == 0
         assert(accepted[k]);
#endif
         k++ :: else -> break od;
    k = 0;
    do :: k < N -> assert(ST(slot[k]) == FREE); k++ :: else -> break od }
}

init {
  atomic {
    byte k = 0;
    do :: k < NPART -> alive[k] = 1; inuse[k] = 1; k++ :: else -> break od;
    k = 0;
    do :: k < NP -> run Producer(k); k++ :: else -> break od;
    do :: k < NP+NC -> run Consumer(k); k++ :: else -> break od;
    k = 0;
    do :: k < NR -> ralive[k] = 1; run Reaper(k); k++ :: else -> break od;
    run Killer(); run Checker()
  }
}
