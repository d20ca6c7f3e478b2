/* One conversation as docs/protocol.md has it: records, messages, the gate, a centre's log, and who races whom.
 *
 * Two servers:
 *   (default)  honest: the order of protocol "Server". Everybody is honest, everything can happen in between.
 *   -DLYING    whatever a server can do: it serves any signed item to anybody in any order, keeps back what it likes of
 *              stream and log, and works together with D, who signs whatever they want. A and C are honest.
 *
 * Hashes are perfect: a transcript is a place in the tree of everything that was ever appended to something. So are
 * signatures, and boxes open for those they were sealed to. Which guards are in force is what -DNO_... switches off.
 */

#define A 0                     /* who asks */
#define C 1                     /* two of the staff */
#define D 2
#define BIT(p) (1 << (p))
#define X 4                     /* somebody who is nothing here */
#define PEOPLE (7 | BIT(X))
#define INBOX 8

#define OPEN 1
#define ACCEPT 2
#define CHANGE 3
#define TIDY 4
#define MSG 5

#ifndef CHANGES
#define CHANGES 1
#endif
#ifndef ITEMS
#define ITEMS 13
#endif
#ifndef PLACES
#define PLACES 14
#endif

/* The log by its index: 0 both are staff, 1 D has been removed, 2 C as well. Each removal brings a new inbox key. */
#define STAFF(v) ((v) == 0 -> 6 : ((v) == 1 -> 2 : 0))
#ifndef REMOVALS
#define REMOVALS 2
#endif

typedef Item {
  byte kind; byte by; byte rec; byte prev; byte rows; byte inbox; byte log;
  byte seen;                    /* ghost: how much of the log there was when the server took it */
  byte at;                      /* ghost: where its author stood */
  bool real;                    /* ghost: made by whom it names */
};
Item it[ITEMS];
byte items;

/* Places: what one has read so far. */
byte par[PLACES]; byte what[PLACES]; byte cur[PLACES];
byte places;

byte kn[ITEMS];                 /* who can open the key of this record */
byte logIdx;                    /* the newest entry of the log */
byte head[3]; byte lg[3];       /* where each stands, and how much of the log each has */
byte atEnd;                      /* honest server: who has nothing left to do */

#define TIDIED(r, v) ((it[r].rows & (BIT(A) | INBOX)) | (it[r].rows & STAFF(v)))
#define MUST_REKEY(r, v) (it[r].rows != TIDIED(r, v) || ((it[r].rows & INBOX) && it[r].inbox != (v)) || !(it[r].rows & BIT(it[r].by)))
#define MEMBER(p, r, v) (TIDIED(r, v) & BIT(p))
#define POOL(p, r, v) ((it[r].rows & INBOX) && (STAFF(v) & BIT(p)))

hidden byte x, y, ok, isAbove, isTwice, onward, place, tidied, box;

inline above(h) {               /* isAbove: `place` lies on the way from the beginning to h */
  isAbove = false; x = h;
  do
  :: x == place -> isAbove = true; break
  :: x != place && x == 0 -> break
  :: else -> x = par[x]
  od; x = 0; place = 0
}

inline twice(i, h) {            /* isTwice: i is already read on the way to h */
  isTwice = false; x = h;
  do
  :: x == 0 -> break
  :: x != 0 && what[x] == i -> isTwice = true; break
  :: else -> x = par[x]
  od; x = 0
}

/* E2 to E8 and the message rules: may item i stand after place h? `ok`. */
inline judge(i, h) {
  ok = true;
  y = cur[h];                   /* the record in force */
  twice(i, h);
#ifndef NO_DUPLICATE
  ok = ok && !(it[i].kind == MSG && isTwice);
#endif
#ifndef NO_CHAIN
  place = it[i].prev; above(h);
  ok = ok && isAbove;
#endif
#ifndef NO_LAG
  /* not before the record in force */
  x = it[i].prev;
  ok = ok && (cur[x] == y || what[x] == y);
  x = 0;
#endif
  if
  :: it[i].kind == MSG ->
#ifndef NO_EPOCH_OF_MESSAGE
       ok = ok && it[i].rec == y;
#endif
#ifndef NO_MEMBER
       ok = ok && (it[y].rows & BIT(it[i].by));
#endif
       skip
  :: else ->
#ifndef NO_EPOCH
       ok = ok && it[i].rec == y;
#endif
#ifndef NO_LOG_ORDER
       ok = ok && it[i].log >= it[y].log;
#endif
#ifndef NO_SENDER
       ok = ok && ((it[i].kind == ACCEPT && !(it[y].rows & BIT(it[i].by)) && (STAFF(it[i].log) & BIT(it[i].by)))
         || (it[i].kind == TIDY && (it[y].rows & BIT(it[i].by)) && (it[i].by == A || (STAFF(it[i].log) & BIT(it[i].by))))
         || (it[i].kind == CHANGE && (it[y].rows & BIT(it[i].by)) && (STAFF(it[i].log) & BIT(it[i].by))));
#endif
#ifndef NO_STAFF
       ok = ok && !(it[i].rows & PEOPLE & ~(BIT(A) | STAFF(it[i].log)));
#endif
#ifndef NO_KEYS
       ok = ok && (!(it[i].rows & INBOX) || it[i].inbox == it[i].log);
#endif
#ifndef NO_REASON
       ok = ok && (it[i].rows & BIT(A)) &&
         ((it[i].kind == ACCEPT && (it[y].rows & INBOX) && it[i].rows == (BIT(A) | BIT(it[i].by)))
         || (it[i].kind == CHANGE && !(it[y].rows & INBOX) && !(it[i].rows & INBOX) && (it[i].rows & 6))
         || (it[i].kind == TIDY && it[i].rows == TIDIED(y, it[i].log)));
#endif
       skip
  fi;
  y = 0
}

/* h := the place after h by item i */
inline append(h, i) {
  x = 1;
  do
  :: x > places -> break
  :: x <= places && par[x] == h && what[x] == i -> break
  :: else -> x++
  od;
  if
  :: x > places ->
       places = x; par[x] = h; what[x] = i;
       cur[x] = (it[i].kind == MSG -> cur[h] : i)
  :: else
  fi;
  h = x; x = 0
}

/* Record i is sealed to its rows; an inbox is opened by those who were staff when its key was made. A member hands the
 * key before on with it, which opens every older one. With a lying server that is a limit: whom C adds by a CHANGE can
 * open what A goes on writing under the key before while the server keeps that CHANGE from A, also when the log has
 * removed them meanwhile. So there it counts when nobody is added (-DCHANGES=0), and -DLIMIT shows it. */
#if !defined(LYING) || CHANGES == 0 || defined(LIMIT)
#define HANDED_ON
#endif
inline seal(i) {
  kn[i] = (it[i].rows & PEOPLE) | ((it[i].rows & INBOX) -> STAFF(it[i].inbox) : 0);
#ifdef HANDED_ON
  x = it[i].rec;
  do
  :: x == 0 -> break
  :: else -> kn[x] = kn[x] | kn[i]; x = it[x].rec
  od; x = 0
#endif
}

/* On the way to h no two records follow the same one: of two who accept, one has. */
inline oneFollows(h) {
  x = par[h];
  do
  :: x == 0 -> break
  :: else ->
       assert(!(it[what[h]].kind != MSG && it[what[x]].kind != MSG && it[what[x]].rec == it[what[h]].rec));
       x = par[x]
  od; x = 0
}

/* On the way to h nobody comes back whom an earlier record knew as removed. */
inline nobodyReturns(h) {
  x = h;
  do
  :: x == 0 -> break
  :: else ->
       assert(!(it[what[h]].kind != MSG && (it[what[h]].rows & PEOPLE & ~(BIT(A) | STAFF(it[what[x]].log)) && it[what[x]].kind != MSG)));
       x = par[x]
  od; x = 0
}

inline begin() {
  items = 1; it[1].kind = OPEN; it[1].by = A; it[1].rows = BIT(A) | INBOX; it[1].real = true;
  places = 1; what[1] = 1; cur[1] = 1;
  seal(1);
  head[A] = 1; head[C] = 1; head[D] = 1
}

#ifndef LYING
/* ------------------------------------------------------------------------------------------------ honest server */
#ifndef WORDS
#define WORDS 1
#endif
byte top;                       /* where the stream stands */

/* Nobody who had been removed, when the server took a message can open it, then or later. */
inline nothingLeaks() {
  x = 1;
  do
  :: x > items -> break
  :: else ->
       assert(!(it[x].kind == MSG && it[x].real && (kn[it[x].rec] & ~(BIT(A) | STAFF(it[x].seen)))));
       x++
  od; x = 0
}

/* What the server asks beyond the common rules. */
inline serverTakes(i) {
  judge(i, top);
  y = cur[top];
#ifndef NO_ACCESS
  ok = ok && (MEMBER(it[i].by, y, logIdx) || (it[i].kind == ACCEPT && POOL(it[i].by, y, logIdx)));
#endif
#ifndef NO_GATE
  ok = ok && !(it[i].kind == MSG && MUST_REKEY(y, logIdx));
#endif
#ifndef NO_STALE_LOG
  ok = ok && !(it[i].kind != MSG && it[i].log != logIdx);
#endif
  if
  :: ok ->
       /* nobody writes while the gate is shut; nobody but members is sealed a new key */
       assert(!(it[i].kind == MSG && MUST_REKEY(y, logIdx)));
       assert(it[i].kind != MSG || MEMBER(it[i].by, y, logIdx));
       it[i].seen = logIdx;
       append(top, i);
       if
       :: it[i].kind != MSG -> seal(i); assert(!(kn[i] & ~(BIT(A) | STAFF(logIdx))))
       :: else
       fi;
       oneFollows(top); nothingLeaks(); nobodyReturns(top)
  :: else ->
       /* refused and dropped: as if it had never been */
       it[i].kind = 0; it[i].by = 0; it[i].rec = 0; it[i].prev = 0; it[i].rows = 0; it[i].inbox = 0; it[i].log = 0; it[i].real = false;
       items--
  fi;
  y = 0
}

/* One more item as far as somebody may read; an honest server is never accused. */
inline readOn(me) {
  x = top;
  do
  :: par[x] == head[me] -> break
  :: else -> x = par[x]
  od;
  y = what[x]; x = 0;
  onward = y; y = 0;
  judge(onward, head[me]);
  assert(ok);
  append(head[me], onward)
}

#define READS(me) (MEMBER(me, cur[top], logIdx) || POOL(me, cur[top], logIdx))

/* The loop of protocol "Client" for one person: `left` messages, and an acceptance while it waits. */
proctype Person(byte me; byte left) {
  byte kind, rows, rec, prev, log, inbox; bool mayChange = (me == C && CHANGES);
  do
  :: atomic {
       /* A look at the stream: all there is, or no access any more. */
       if
       :: !READS(me) -> break
       :: else ->
            d_step {
              do
              :: head[me] == top -> break
              :: else -> readOn(me)
              od
            }
       fi
     };
#ifdef NO_RESYNC
     if :: kind == 0 -> lg[me] = logIdx :: else fi;
#else
     lg[me] = logIdx;           /* and, after others may have moved, at the log */
#endif
     atomic {
       rec = cur[head[me]]; prev = head[me]; log = lg[me]; kind = 0; rows = 0; inbox = 0;
       if
       :: (it[rec].rows & BIT(me)) && (me == A || (STAFF(log) & BIT(me))) && left > 0 && !(TIDIED(rec, log) & (6 | INBOX)) ->
            break               /* nobody left who could answer: the person is offered another centre */
       :: (it[rec].rows & BIT(me)) && (me == A || (STAFF(log) & BIT(me))) && left > 0 && (TIDIED(rec, log) & (6 | INBOX)) && MUST_REKEY(rec, log) ->
#ifdef NO_TIDY
            kind = MSG
#else
            kind = TIDY; rows = TIDIED(rec, log); inbox = ((rows & INBOX) -> log : 0)
#endif
       :: (it[rec].rows & BIT(me)) && !MUST_REKEY(rec, log) && left > 0 -> kind = MSG
       :: (it[rec].rows & BIT(me)) && !MUST_REKEY(rec, log) && mayChange && (STAFF(log) & BIT(me)) && !(it[rec].rows & INBOX) ->
            kind = CHANGE; rows = (it[rec].rows ^ (6 & ~BIT(me))) & (BIT(A) | STAFF(log)) | BIT(me) | BIT(A)
       :: me != A && !(it[rec].rows & BIT(me)) && (it[rec].rows & INBOX) && (STAFF(log) & BIT(me)) ->
            kind = ACCEPT; rows = BIT(A) | BIT(me)
       :: !(it[rec].rows & BIT(me)) && !((it[rec].rows & INBOX) && (STAFF(log) & BIT(me))) -> break
       :: (it[rec].rows & BIT(me)) && me != A && !(STAFF(log) & BIT(me)) -> break
       :: left == 0 && (it[rec].rows & BIT(me)) -> break
       fi
     };
     d_step {
       /* Posted: judged where the stream stands by now. */
       items++;
       it[items].kind = kind; it[items].by = me; it[items].rec = rec; it[items].prev = prev; it[items].rows = rows;
       it[items].inbox = inbox; it[items].log = log; it[items].real = true;
       serverTakes(items);
       if
       :: ok && kind == MSG -> left--
       :: ok && kind == CHANGE -> mayChange = false
       :: else
       fi;
       rows = 0; rec = 0; prev = 0; log = 0; inbox = 0;
       if :: ok -> kind = 0 :: else -> kind = 1 fi
     }
  od;
  atomic { head[me] = 1; lg[me] = 0; atEnd++ }
}

proctype Lead() {
  do
  :: logIdx < REMOVALS -> logIdx++
  :: break
  od
}

init {
  atomic {
    begin(); top = 1;
    run Person(A, WORDS); run Person(C, 1); run Person(D, 1); run Lead()
  }
}

ltl everybodyEnds { <> (atEnd == 3) }

#else
/* ------------------------------------------------------------------------------------------------- lying server */
#ifdef NO_CLIENT_GATE
#define OPEN_GATE(me) true
#else
#define OPEN_GATE(me) !MUST_REKEY(cur[head[me]], lg[me])
#endif
#ifndef FORGED
#define FORGED 1
#endif
#ifndef WRITES_A
#define WRITES_A 2
#endif
#ifndef WRITES_C
#define WRITES_C 3
#endif
byte forged;
byte budget[3];

/* What an honest client has just made goes into the server's hands. */
inline give(me, k, r, b) {
  items++;
  it[items].kind = k; it[items].by = me; it[items].rec = cur[head[me]]; it[items].prev = head[me]; it[items].at = head[me];
  it[items].rows = r; it[items].inbox = b; it[items].log = lg[me]; it[items].real = true;
  if
  :: k != MSG -> seal(items); assert(!(kn[items] & ~(BIT(A) | STAFF(lg[me]))))
  :: else -> assert(k != MSG || !(kn[cur[head[me]]] & ~(BIT(A) | STAFF(lg[me]))))
  fi
}

inline shown(me, i) {
  judge(i, head[me]);
  if
  :: ok ->
       if
       :: it[i].by != D ->
            /* signed by whom it names, who had read nothing else than I have: a fork never meets again unnoticed */
            assert(it[i].real);
            place = it[i].at; above(head[me]); assert(isAbove);
            assert(it[i].kind != MSG || it[i].rec == cur[head[me]])
       :: else ->
            /* nobody is let in by their own hand but into what waits for all of the staff */
            assert(it[i].kind == MSG || !(it[i].rows & BIT(D)) || (it[cur[head[me]]].rows & (BIT(D) | INBOX)))
       fi;
       twice(i, head[me]); assert(!isTwice);
       assert(it[i].kind != MSG || (it[cur[head[me]]].rows & BIT(it[i].by)));
       append(head[me], i);
       if :: it[i].kind != MSG && it[i].log > lg[me] -> lg[me] = it[i].log :: else fi;
       oneFollows(head[me]); nobodyReturns(head[me])
  :: else
  fi
}

proctype Person(byte me) {
  byte i;
end:
  do
  :: atomic { lg[me] < logIdx -> lg[me]++ }
  :: atomic {
       places < PLACES - 1 -> select(i : 2 .. ITEMS - 1);
       d_step {
         if :: i <= items -> shown(me, i) :: else fi;
         i = 0
       }
     }
  :: atomic {
       items < ITEMS - 1 && budget[me] > 0 && (it[cur[head[me]]].rows & BIT(me)) && (me == A || (STAFF(lg[me]) & BIT(me))) && MUST_REKEY(cur[head[me]], lg[me]) && (TIDIED(cur[head[me]], lg[me]) & (6 | INBOX)) ->
         d_step {
           budget[me]--;
           tidied = TIDIED(cur[head[me]], lg[me]);
           box = ((tidied & INBOX) -> lg[me] : 0);
           give(me, TIDY, tidied, box);
           tidied = 0; box = 0
         }
     }
  :: atomic {
       items < ITEMS - 1 && budget[me] > 0 && (it[cur[head[me]]].rows & BIT(me)) && OPEN_GATE(me) -> d_step {
         budget[me]--;
#ifdef NO_COMMIT
         /* The server has put a key of its own into the wrap. With the commitment it opens nothing and nothing is sent. */
         kn[cur[head[me]]] = kn[cur[head[me]]] | BIT(D);
#endif
         give(me, MSG, 0, 0)
       }
     }
  :: atomic {
       me == C && items < ITEMS - 1 && budget[me] > 0 && !(it[cur[head[me]]].rows & BIT(me)) && (it[cur[head[me]]].rows & INBOX) && (STAFF(lg[me]) & BIT(me)) ->
         d_step { budget[me]--; give(me, ACCEPT, BIT(A) | BIT(me), 0) }
     }
  :: atomic {
       me == C && CHANGES && items < ITEMS - 1 && budget[me] > 0 && (it[cur[head[me]]].rows & BIT(me)) && !(it[cur[head[me]]].rows & INBOX) && (STAFF(lg[me]) & BIT(me)) && !MUST_REKEY(cur[head[me]], lg[me]) ->
         d_step { budget[me]--; give(me, CHANGE, BIT(A) | (STAFF(lg[me])), 0) }
     }
  od
}

/* D and the server: anything D can sign, for any place, under any record and any part of the log. What nobody takes is
 * as if it had never been made. */
proctype Insider() {
  byte kind, rec, prev, rows, log, by, victim;
end:
  do
  :: atomic {
       forged < FORGED && items < ITEMS - 1 && places < PLACES - 1 ->
         if :: victim = A :: victim = C fi;
         select(kind : ACCEPT .. MSG);
#ifdef WILD
         select(rec : 1 .. items); select(prev : 1 .. places);
#else
         /* Any other record (E2) and any other place (E3) is refused; -DWILD tries them all. */
         rec = cur[head[victim]]; prev = head[victim];
         do
         :: what[prev] != rec -> prev = par[prev]
         :: break
         od;
#endif
         if
         :: kind == MSG -> rows = 0
         :: kind != MSG -> rows = BIT(A) | BIT(D)
         :: kind != MSG -> rows = BIT(A) | BIT(C) | BIT(D)
         :: kind != MSG -> rows = BIT(A) | BIT(C)
         :: kind != MSG -> rows = BIT(A) | BIT(D) | BIT(X)
         fi;
         if
         :: kind == MSG -> log = 0
         :: kind != MSG -> log = 0
         :: kind != MSG && logIdx > 0 -> log = 1
         fi;
#ifdef NO_SIGNATURE
         if :: by = D :: by = A :: by = C fi;
#else
         by = D;
#endif
         d_step {
           items++;
           it[items].kind = kind; it[items].by = by; it[items].rec = rec; it[items].prev = prev; it[items].rows = rows;
           it[items].log = log;
           judge(items, head[victim]);
           if
           :: ok && it[rec].kind != MSG ->
                forged++;
                /* the key is the insider's own; without the key before there is none to hand on */
                if :: kind != MSG -> kn[items] = (rows & PEOPLE) | BIT(D) :: else fi;
                shown(victim, items)
           :: else ->
                it[items].kind = 0; it[items].by = 0; it[items].rec = 0; it[items].prev = 0; it[items].rows = 0; it[items].log = 0;
                items--
           fi;
           kind = 0; rec = 0; prev = 0; rows = 0; log = 0; by = 0; victim = 0
         }
     }
  od
}

proctype Lead() {
end:
  logIdx < REMOVALS -> logIdx++
}

init {
  atomic {
    begin();
    budget[A] = WRITES_A; budget[C] = WRITES_C;
    run Person(A); run Person(C); run Insider(); run Lead()
  }
}
#endif
