// Long: every rule by which an item, an entry, a key or an answer is taken or refused, and the smallest history that shows
// it. `at` is a piece of the rule's own source with what is switched off between ‹ and ›; where it no longer stands there
// the test fails, so that a rule that was rewritten is looked at again.
import type { SceneName } from './scenes.ts';

export type Edit = { file: string; at: string; off: string };
type Shown =
  /** By a forgery that would be taken. */
  | { forgery: string; scene?: SceneName; cast?: 'crowd' | 'bare' | 'sealed' }
  /** By a history in which something comes out. */
  | { history: string };
export type Rule = { rule: string; edits: Edit[] } & Shown;

const record = 'wire/src/rules/judge-record.ts';
const rowsOf = 'wire/src/rules/judge-rows.ts';
const reasons = 'wire/src/rules/reasons.ts';
const message = 'wire/src/rules/judge-message.ts';
const state = 'wire/src/rules/state.ts';
const view = 'wire/src/rules/view.ts';
const rows = 'wire/src/rules/rows.ts';
const gate = 'wire/src/rules/gate.ts';
const batch = 'wire/src/rules/log-batch.ts';
const join = 'wire/src/rules/join-group.ts';

const rule = (name: string, file: string, at: string, shown: Shown, off = 'true'): Rule => ({
  rule: name,
  edits: [{ file, at, off }],
  ...shown,
});

const keys = (before: string, marked: string, after: string): string =>
  `refuseUnless(${before}‹${marked}›${after}, 'KEYS')`;
const keyParts = [
  'same(row.id, record.centre)',
  'key !== null',
  'same(row.kid, key.kid)',
  '!isStale',
] as const;
const keysAt = (i: number): string =>
  keys(
    keyParts
      .slice(0, i)
      .map((part) => `${part} && `)
      .join(''),
    keyParts[i]!,
    keyParts
      .slice(i + 1)
      .map((part) => ` && ${part}`)
      .join(''),
  );

export const rules: Rule[] = [
  // E1
  rule('E1 one row for each', rowsOf, "refuseUnless(‹names.size === rows.length›, 'ROWS')", {
    forgery: 'one person twice',
  }),
  rule(
    'E1 the key is the person’s',
    rowsOf,
    "refuseUnless(‹same(bundle.account, row.id)› && bundle.kind === kind, 'ROWS')",
    { forgery: 'a row with another’s key' },
  ),
  rule(
    'E1 seekers ask, staff doesn’t',
    rowsOf,
    "same(bundle.account, row.id) && ‹bundle.kind === kind›, 'ROWS'",
    { forgery: 'staff as who asks' },
  ),
  rule(
    'E1 rows ascend',
    'wire/src/formats/record.ts',
    'if (before && ‹compare(rowBytes(before), rowBytes(row)) >= 0›)',
    { forgery: 'rows out of order' },
    'false',
  ),
  rule(
    'E1 a hundred in a group',
    rowsOf,
    "refuseUnless(of !== CONVERSATION_KIND.group || ‹membersOf(rows).length <= MAX_IN_GROUP›, 'ROWS')",
    { forgery: 'a group too large', scene: 'waiting', cast: 'crowd' },
  ),
  {
    rule: 'E1 at most 104 rows',
    edits: [
      { file: 'wire/src/formats/record.ts', at: 'if (‹count > MAX_ROWS›)', off: 'false' },
      // Groups have this one besides; other kinds have more people nowhere in the model.
      {
        file: rowsOf,
        at: "refuseUnless(of !== CONVERSATION_KIND.group || ‹membersOf(rows).length <= MAX_IN_GROUP›, 'ROWS')",
        off: 'true',
      },
    ],
    forgery: 'a record with too many rows',
    scene: 'waiting',
    cast: 'crowd',
  },
  rule(
    'E1 only people have roles',
    'wire/src/formats/record.ts',
    'if (‹(kind === ROW_KIND.person) === (role === ROLE.none)›)',
    { forgery: 'a role for the vault' },
    'false',
  ),
  rule(
    'formats: nothing behind the end',
    'wire/src/bytes.ts',
    "if (‹this.at !== this.bytes.length›) throw new Refused('FORMAT')",
    { forgery: 'a byte too many' },
    'false',
  ),
  rule(
    'formats: the suite',
    'wire/src/bytes.ts',
    "if (‹this.uint(1) !== 1›) throw new Refused('SUITE')",
    { forgery: 'of another suite' },
    '(this.uint(1), false)',
  ),
  rule(
    'formats: the magic',
    'wire/src/bytes.ts',
    "if (‹!same(this.take(4), utf8(letters))›) throw new Refused('FORMAT')",
    { forgery: 'with another magic' },
    '(this.take(4), false)',
  ),
  rule(
    'formats: known values',
    'wire/src/bytes.ts',
    "if (‹known === undefined›) throw new Refused('FORMAT')",
    { forgery: 'a class nobody knows' },
    'false',
  ),
  // E2
  rule('E2 the next epoch', record, '‹record.epoch === (current ? current.epoch + 1 : 0)› &&', {
    forgery: 'an epoch skipped',
  }),
  rule('E2 after the record in force', record, '‹same(record.epochHash, current ? current.m : zeros(32))›;', {
    forgery: 'after another record',
  }),
  {
    rule: 'E4 the newest log, at the server',
    edits: [
      {
        file: record,
        at: "if (isViewNewest) refuseUnless(‹record.logIdx === view.idx›, 'STALE_LOG')",
        off: 'true',
      },
      { file: rowsOf, at: "refuseUnless(‹isOnView›, 'LOG')", off: 'true' },
    ],
    forgery: 'on a log that has moved on',
    scene: 'before a later log',
  },
  // E3
  rule('E3 this conversation', state, '‹same(conversation, stream.conversation)› &&', {
    forgery: 'of another conversation',
  }),
  rule('E3 not behind the record', state, '‹prevSeq >= stream.currentSeq› &&', {
    forgery: 'behind the record',
  }),
  rule('E3 this chain', state, "‹same(prevT, known)›,\n    'CHAIN'", { forgery: 'in another chain' }),
  {
    rule: 'E3 nothing that isn’t there',
    edits: [
      { file: state, at: '‹prevSeq <= stream.seq› &&', off: 'true' },
      { file: state, at: '‹known !== undefined› &&', off: 'true' },
      {
        file: state,
        at: "‹same(prevT, known)›,\n    'CHAIN'",
        off: '(known === undefined || same(prevT, known))',
      },
    ],
    forgery: 'ahead of the chain',
  },
  // E4
  rule('E4 the log it names', rowsOf, "refuseUnless(‹isOnView›, 'LOG')", { forgery: 'on another log' }),
  rule('E4 a centre that there is', rowsOf, '‹same(view.centre, record.centre)› && view.idx', {
    forgery: 'at a centre nobody knows',
  }),
  rule('E4 no older log', record, '? ‹record.logIdx >= current.logIdx›', {
    forgery: 'on an older log',
    scene: 'after a later log',
  }),
  rule('E4 elsewhere by MOVE alone', record, ': ‹record.reason === REASON.move›;', {
    forgery: 'elsewhere without a move',
    scene: 'accepted by david',
  }),
  rule('E4 one kind for ever', record, "refuseUnless(‹record.kind === current.kind›, 'KIND')", {
    forgery: 'of another kind',
  }),
  // E5
  rule(
    'E5 strangers’ acts are strangers’',
    record,
    "current !== null && ‹!rowOf(current.rows, record.sender)›, 'NOT_ALLOWED'",
    { forgery: 'a member uses the vault' },
  ),
  rule(
    'E5 opened once',
    record,
    'if (!row || ‹(record.reason === REASON.open) !== (current === null)›)',
    { forgery: 'opened again' },
    'false',
  ),
  rule(
    'E5 members alone',
    record,
    'const row = ‹from && rowOf(from.rows, record.sender)›;',
    { forgery: 'who isn’t in lets themselves in' },
    '((from && rowOf(from.rows, record.sender)) ?? rowOf(record.rows, record.sender))',
  ),
  rule(
    'E5 signed',
    record,
    "‹checkSignature(bundle.edPk, 'epoch', record.signed, record.sig)›;",
    { forgery: 'signed by another' },
    'undefined',
  ),
  rule('E5 the paper sends nothing', record, 'const isStaff = ‹bundle.kind === ACCOUNT_KIND.staff› &&', {
    forgery: 'the paper uses the vault',
  }),
  rule(
    'E5 under one’s own name',
    record,
    'bundle.kind === ACCOUNT_KIND.staff && ‹same(bundle.account, record.sender)›;',
    { forgery: 'under a name that isn’t the key’s' },
  ),
  rule('E5 TIDY by who still may', record, '      ? ‹mayHold(row, view)›', {
    forgery: 'who has lost their bit tidies',
    scene: 'one of them dismissed',
  }),
  rule(
    'E5 the vault by custodians',
    record,
    'hasBit(view, kid, ‹record.reason === REASON.vaultUse ? BIT.custodian : BIT.counsellor›)',
    { forgery: 'a counsellor uses the vault' },
    '(record.reason === REASON.vaultUse ? 31 : BIT.counsellor)',
  ),
  rule(
    'E5 members by counsellors',
    record,
    'hasBit(view, kid, ‹record.reason === REASON.vaultUse ? BIT.custodian : BIT.counsellor›)',
    { forgery: 'a writer changes members', scene: 'with colleagues' },
    '(record.reason === REASON.vaultUse ? BIT.custodian : 31)',
  ),
  // E6
  rule(
    'E6 who is responsible counsels',
    rows,
    'hasBit(view, row.kid, ‹BITS_FOR[row.role]›)',
    { forgery: 'responsible without the bit' },
    '(row.role === 2 ? 31 : BITS_FOR[row.role])',
  ),
  rule(
    'E6 who writes counsels or interprets',
    rows,
    'hasBit(view, row.kid, ‹BITS_FOR[row.role]›)',
    { forgery: 'counsels without the bit' },
    '(row.role === 3 ? 31 : BITS_FOR[row.role])',
  ),
  rule(
    'E6 who reads may',
    rows,
    'hasBit(view, row.kid, ‹BITS_FOR[row.role]›)',
    { forgery: 'reads without the bit' },
    '(row.role === 4 ? 31 : BITS_FOR[row.role])',
  ),
  // E7
  rule('E7 the centre’s own keys', rowsOf, keysAt(0), { forgery: 'another centre’s vault' }),
  rule('E7 the newest keys', rowsOf, keysAt(2), { forgery: 'a vault of their own' }),
  {
    rule: 'E7 no stale keys',
    edits: [
      { file: rowsOf, at: keysAt(3), off: 'true' },
      { file: 'client/src/centre/log.ts', at: 'if (‹hasStaleKey(newestView(next))›) throw', off: 'false' },
    ],
    forgery: 'a stale inbox',
  },
  rule(
    'a log ends with keys that hold',
    'client/src/centre/log.ts',
    'if (‹hasStaleKey(newestView(next))›) throw',
    { forgery: 'a removal without a new key' },
    'false',
  ),
  rule(
    'E7 the vault as the policy says',
    rowsOf,
    "refuseUnless(‹hasRowKind(record.rows, ROW_KIND.vault) === (view.policy !== VAULT_POLICY.off)›, 'VAULT')",
    { forgery: 'without the vault' },
  ),
  rule(
    'E7 the old key handed on',
    rowsOf,
    "refuseUnless(‹isZero(record.ekPrev) === startsAnew›, 'EK_PREV')",
    { forgery: 'with its history cut off' },
  ),
  rule(
    'E7 nothing handed on in groups',
    rowsOf,
    "refuseUnless(‹isZero(record.ekPrev) === startsAnew›, 'EK_PREV')",
    { forgery: 'a group’s history' },
  ),
  // E8
  rule('E8 one who asks', record, '‹asking.length === 1› && (record.reason', { forgery: 'passed to two' }),
  rule(
    'E8 the same who asks',
    record,
    'asking.length === 1 && ‹(record.reason === REASON.relink || sameRows(asking, before))›',
    { forgery: 'another who asks' },
  ),
  rule('E8 only who asks waits', record, "refuseUnless(‹!hasRowKind(record.rows, ROW_KIND.inbox)›, 'KIND')", {
    forgery: 'a thread with an inbox',
  }),
  rule(
    'E8 nobody asks in a thread',
    record,
    "refuseUnless(record.kind === CONVERSATION_KIND.group || ‹asking.length === 0›, 'KIND')",
    { forgery: 'a thread with who asks' },
  ),
  rule(
    'OPEN of a thread: by who is responsible',
    reasons,
    'if (!isOneToOne) return ‹role === ROLE.responsible›;',
    { forgery: 'a thread opened by who isn’t responsible' },
  ),
  rule('OPEN: by who asks', reasons, 'return ‹role === ROLE.asks› && isPair(rows)', {
    forgery: 'opened in who asks’s name',
  }),
  rule('OPEN: to one', reasons, 'return role === ROLE.asks && ‹isPair(rows)› &&', {
    forgery: 'opened to more than one',
  }),
  rule('OPEN: to who answers', reasons, 'isPair(rows) && ‹(hasInbox(rows) || hasResponsible(rows))›;', {
    forgery: 'opened to a reader',
  }),
  rule(
    'ACCEPT: what waits',
    reasons,
    'isOneToOne && ‹hasInbox(before)› && !hasInbox(rows) && isAcceptance(record)',
    { forgery: 'accepts what doesn’t wait' },
  ),
  rule('ACCEPT: ends the waiting', reasons, 'hasInbox(before) && ‹!hasInbox(rows)› && isAcceptance(record)', {
    forgery: 'accepts and lets it wait',
    scene: 'waiting',
  }),
  rule('ACCEPT: for oneself', reasons, 'return ‹isAlone› && team', {
    forgery: 'accepts for another',
    scene: 'waiting',
  }),
  rule('ACCEPT: a team of 24', reasons, 'isAlone && ‹team <= MAX_TEAM› &&', {
    forgery: 'a team too large',
    scene: 'waiting',
    cast: 'crowd',
  }),
  rule(
    'ACCEPT: nobody who only reads',
    reasons,
    'team <= MAX_TEAM && ‹withRole(record.rows, ROLE.reads).length === 0›;',
    { forgery: 'accepts with a reader', scene: 'waiting' },
  ),
  rule('CHANGE: by who counsels', reasons, 'return ‹maySend› && (hasResponsible(rows)', {
    forgery: 'who asks changes members',
  }),
  rule('CHANGE: not by who counsels in a group', reasons, '(role === ROLE.counsels && ‹!isGroup›)', {
    forgery: 'who counsels changes a group',
  }),
  rule('CHANGE: somebody responsible', reasons, 'maySend && (‹hasResponsible(rows)› || isClosing)', {
    forgery: 'nobody responsible',
  }),
  rule(
    'CHANGE: only a group is closed',
    reasons,
    'const isClosing = ‹isGroup› && sameRows(rows, closing(tidy(before, view)));',
    { forgery: 'a conversation closed' },
  ),
  rule(
    'CHANGE: a group is closed to nobody who is in',
    reasons,
    'const isClosing = isGroup && ‹sameRows(rows, closing(tidy(before, view)))›;',
    { forgery: 'a group closed to somebody' },
  ),
  rule('CHANGE: nothing waits', reasons, '|| isClosing) && ‹!hasInbox(rows)› && !hasInbox(before)', {
    forgery: 'changed into waiting',
  }),
  rule(
    'nothing follows on a closed group',
    reasons,
    'if (stream.current && ‹isClosed(stream.current)›) return false;',
    { forgery: 'the vault opens a closed group' },
    'false',
  ),
  rule('TIDY: not by readers', reasons, ': ‹role !== ROLE.reads›;', {
    forgery: 'a reader tidies',
    scene: 'with colleagues',
  }),
  rule(
    'TIDY of a group: by who is responsible',
    reasons,
    'const maySend = isGroup ? ‹role === ROLE.responsible› :',
    { forgery: 'who counsels tidies a group' },
  ),
  rule('TIDY: no more than that', reasons, 'return maySend && ‹sameRows(rows, tidy(before, view))›;', {
    forgery: 'tidies a member away',
    scene: 'with colleagues',
  }),
  rule('MOVE: by who asks', reasons, 'return isOneToOne && ‹role === ROLE.asks› && isWaiting(rows);', {
    forgery: 'staff moves it',
  }),
  rule('MOVE: to a waiting list', reasons, 'role === ROLE.asks && ‹isWaiting(rows)›;', {
    forgery: 'moved to one',
  }),
  rule(
    'RETURN: by who is responsible',
    reasons,
    '‹role === ROLE.responsible› && isWaiting(rows) && isFresh',
    { forgery: 'given back by who isn’t responsible', scene: 'accepted as a team' },
  ),
  rule('RETURN: to the waiting list', reasons, 'role === ROLE.responsible && ‹isWaiting(rows)› && isFresh', {
    forgery: 'given back to one',
  }),
  rule('RETURN: after an ACCEPT', reasons, 'const isFresh = ‹stream.newestDeed === REASON.accept› &&', {
    forgery: 'given back after a change',
    scene: 'changed',
  }),
  rule('RETURN: before an answer', reasons, 'stream.newestDeed === REASON.accept && ‹!stream.isAnswered›;', {
    forgery: 'given back after an answer',
    scene: 'answered',
  }),
  rule(
    'RELINK: by who is responsible',
    reasons,
    '‹role === ROLE.responsible› && isRelink(before, record, view)',
    { forgery: 'passed on by who isn’t responsible', scene: 'with colleagues' },
  ),
  rule('RELINK: to another', reasons, 'asking !== undefined && ‹!rowOf(before, asking.id)›', {
    forgery: 'passed to the same',
  }),
  rule(
    'RELINK: nothing else',
    reasons,
    'return isAnother && ‹sameRows(withoutAsking(record.rows), withoutAsking(tidy(before, view)))›;',
    { forgery: 'passed on with company' },
  ),
  rule(
    'VAULT_USE: where there is a vault',
    reasons,
    'return ‹hasRowKind(before, ROW_KIND.vault)› && hasResponsible(rows)',
    { forgery: 'the vault where there is none', cast: 'bare', scene: 'accepted' },
  ),
  rule(
    'VAULT_USE: for somebody',
    reasons,
    'hasRowKind(before, ROW_KIND.vault) && ‹hasResponsible(rows)› &&',
    { forgery: 'the vault for nobody' },
  ),
  rule('VAULT_USE: nothing waits', reasons, 'hasResponsible(rows) && ‹!hasInbox(rows)›;', {
    forgery: 'the vault into waiting',
  }),
  // Messages
  rule(
    'M members write',
    message,
    'const row = ‹rowOf(current.rows, message.sender)›;',
    { forgery: 'a stranger writes' },
    '(rowOf(current.rows, message.sender) ?? current.rows.find((one) => one.role === 2))',
  ),
  rule(
    'M readers don’t',
    message,
    'if (!row || ‹row.role === ROLE.reads› || isClosed(current))',
    { forgery: 'a reader writes', scene: 'with colleagues' },
    'false',
  ),
  rule(
    'M nobody does in a closed group',
    message,
    'row.role === ROLE.reads || ‹isClosed(current)›)',
    { forgery: 'somebody writes in a closed group' },
    'false',
  ),
  rule('M the epoch in force', message, 'refuseUnless(‹message.epoch === current.epoch› &&', {
    forgery: 'a message of another epoch',
  }),
  rule(
    'M under the record in force',
    message,
    "message.epoch === current.epoch && ‹same(message.epochHash, current.m)›, 'STALE_EPOCH'",
    { forgery: 'a message under another record' },
  ),
  {
    rule: 'M signals are no items',
    edits: [
      { file: message, at: "refuseUnless(‹message.class !== MESSAGE_CLASS.signal›, 'FORMAT')", off: 'true' },
      {
        file: 'wire/src/formats/message.ts',
        at: 'if (‹message.class === MESSAGE_CLASS.signal›) throw',
        off: 'false',
      },
    ],
    forgery: 'a signal as an item',
  },
  rule(
    'M the gate, at the server',
    message,
    "if (newest) refuseUnless(‹!mustRekey(stream.current!, newest)›, 'REKEY')",
    { forgery: 'a message before the new key', scene: 'one of them dismissed' },
  ),
  rule(
    'M an id once',
    message,
    "refuseUnless(‹!stream.messageIds.has(hex(message.messageId))›, 'DUPLICATE')",
    { forgery: 'an id twice' },
  ),
  rule(
    'M signed',
    message,
    "‹checkSignature(bundleOf(bundles, row.kid).edPk, 'msg', message.signed, message.sig)›;",
    { forgery: 'a message signed by another' },
    'undefined',
  ),
  rule(
    'M padded',
    'wire/src/formats/message.ts',
    'if (ct && ‹!isPaddedCiphertext(ct.length)›) throw',
    { forgery: 'words of a telling length' },
    'false',
  ),
  // The gate, and who is in
  rule(
    'gate: whoever made the key is in',
    gate,
    'if (‹!rowOf(current.rows, current.sender)›) return true',
    { history: 'said after a hand-over' },
    'false',
  ),
  rule(
    'gate: nobody has lost their part',
    gate,
    ': ‹!sameRows(current.rows, clean)›;',
    { history: 'said after a dismissal' },
    'false',
  ),
  rule(
    'tidy: who has lost their part is out',
    rows,
    'membersOf(rows).filter((row) => ‹mayHold(row, view)›)',
    { history: 'said after a dismissal' },
  ),
  rule(
    'tidy: the newest inbox',
    rows,
    '[keyRow(ROW_KIND.inbox, ‹view.inbox?.kid›)]',
    { history: 'said while waiting, after a dismissal' },
    'rows.find((row) => row.kind === ROW_KIND.inbox)?.kid',
  ),
  rule(
    'tidy: the newest vault',
    rows,
    '[keyRow(ROW_KIND.vault, ‹view.vault?.kid›)]',
    { history: 'said after a custodian has gone' },
    'rows.find((row) => row.kind === ROW_KIND.vault)?.kid',
  ),
  rule(
    'access: by a row',
    rows,
    '=>\n  ‹rowOf(tidy(record.rows, newest), account)›;',
    { history: 'looked at by others' },
    '(rowOf(tidy(record.rows, newest), account) ?? record.rows[0])',
  ),
  rule('pool: while it waits', rows, '‹hasRowKind(record.rows, ROW_KIND.inbox)› &&\n  ((staffByAccount', {
    history: 'looked at by others',
  }),
  rule(
    'pool: counsellors',
    rows,
    '‹((staffByAccount(newest, account)?.bits ?? 0) & BIT.counsellor) !== 0›;',
    { history: 'looked at while it waits' },
  ),
  // The log
  rule('log: the next number', view, '? ‹entry.idx === view.idx + 1› &&', { forgery: 'a number left out' }),
  rule('log: on the entry before', view, '‹same(entry.prev, view.hash)› &&', {
    forgery: 'after another entry',
  }),
  rule('log: this centre’s', view, '&& ‹same(entry.centre, view.centre)›\n', {
    forgery: 'another centre’s entry',
  }),
  rule('log: begins with 0', view, ': ‹entry.idx === 0› &&', { forgery: 'begun in the middle' }),
  rule('log: begins on nothing', view, 'entry.idx === 0 && ‹same(entry.prev, zeros(32))›;', {
    forgery: 'begun on something',
  }),
  rule(
    'log: founded once',
    view,
    "refuseUnless(‹(change.type === 'create') === (view === null)›, 'LOG_TYPE')",
    { forgery: 'founded twice' },
  ),
  rule('log: by leads', view, 'same(kid, entry.signerKid) && ‹bits & BIT.lead›)', {
    forgery: 'by who isn’t lead',
  }),
  rule(
    'log: signed',
    view,
    "‹checkSignature(bundleOf(bundles, entry.signerKid).edPk, 'log', entry.signed, entry.sig)›;",
    { forgery: 'an entry signed by another' },
    'undefined',
  ),
  rule(
    'log: one key for a person',
    view,
    "refuseUnless(‹same(other.kid, next.kid) === same(other.account, next.account)›, 'LOG_ACCOUNT')",
    { forgery: 'a second key for a person' },
  ),
  rule(
    'log: custodians fit the policy',
    view,
    "refuseUnless(‹custodiansFit(next, bundles)›, 'LOG_ACCOUNT')",
    { forgery: 'a custodian beside the paper', cast: 'sealed' },
  ),
  rule('log: a lead remains', view, '‹next.staff.some((person) => person.bits & BIT.lead)›,', {
    forgery: 'nobody leads any more',
  }),
  rule(
    'log: known bits',
    'wire/src/formats/log-entry.ts',
    'if (‹staffing.bits > ALL_BITS›) throw',
    { forgery: 'bits nobody knows' },
    'false',
  ),
  rule(
    'log: founded with somebody',
    'wire/src/formats/log-entry.ts',
    'if (‹person.bits === 0› ||',
    { forgery: 'founded with somebody who is nothing' },
    'false',
  ),
  rule(
    'log: founded with each once',
    'wire/src/formats/log-entry.ts',
    '‹staff.some((other) => same(other.kid, person.kid))›) throw',
    { forgery: 'founded with one twice' },
    'false',
  ),
  rule(
    'log: bundles sign themselves',
    'wire/src/formats/account-bundle.ts',
    "‹checkSignature(edPk, 'akb', body, sig)›;",
    { forgery: 'a bundle that nobody signed' },
    'undefined',
  ),
  rule(
    'log: a loss makes the inbox stale',
    view,
    '‹(lost & BIT.counsellor) !== 0›,',
    { forgery: 'a removal without a new key' },
    'false',
  ),
  rule(
    'log: a loss makes the vault stale',
    view,
    '‹(lost & BIT.custodian) !== 0›,',
    { forgery: 'a custodian’s removal without a new key' },
    'false',
  ),
  rule('batch: no stale key', batch, "refuseUnless(‹!hasStaleKey(next)›, 'KEYS')", {
    forgery: 'a removal without a new key',
  }),
  rule(
    'batch: the key is the person’s',
    batch,
    'if (‹!same(bundle.account, account)›) return false',
    { forgery: 'a key for another name' },
    'false',
  ),
  rule('batch: staff is staff', batch, ': ‹bundle.kind === ACCOUNT_KIND.staff›;', {
    forgery: 'who asks as staff',
  }),
  rule('batch: the paper leads and keeps', batch, 'ACCOUNT_KIND.paper ? ‹(bits & ~PAPER_BITS) === 0› :', {
    forgery: 'a paper that counsels',
  }),
  rule(
    'batch: keys that can be sealed to',
    batch,
    "if (‹change.type === 'key'›) checkSealingKey",
    { forgery: 'a key that nothing can be sealed to' },
    'false',
  ),
  // Beginning in the middle, as a group's newcomer
  rule('join: not before what it follows', join, "&& ‹record.prevSeq < seq›, 'CHAIN'", {
    forgery: 'let in by what comes later',
  }),
  rule(
    'join: the people are who they are',
    join,
    '‹judgeRows(record, bundles)›;',
    { forgery: 'let in with another’s key' },
    'undefined',
  ),
  rule(
    'join: the log it names',
    join,
    '‹judgeView(record, view)›;',
    { forgery: 'let in on another log' },
    'undefined',
  ),
  rule(
    'join: by a change or the vault',
    join,
    'if (‹reason !== REASON.change && reason !== REASON.vaultUse›)',
    { forgery: 'let in by a tidying' },
    'false',
  ),
  rule(
    'join: by who may',
    join,
    '‹!hasBit(view, kid, isChange ? BIT.counsellor : BIT.custodian)›) return null',
    { forgery: 'let in by the vault without its keeper' },
    'false',
  ),
  rule(
    'join: by a moderator',
    join,
    'const isLed = isChange ? ‹moderators.some(({ id }) => same(id, sender))› :',
    { forgery: 'let in by who doesn’t moderate' },
  ),
  rule('join: somebody moderates', join, ': ‹moderators.length > 0›;', {
    forgery: 'let in by the vault for nobody',
  }),
  rule(
    'join: it lets me in',
    join,
    "sender !== null && ‹rowOf(record.rows, account) !== undefined›, 'NOT_ALLOWED'",
    { forgery: 'let in by another’s record' },
  ),
  rule(
    'join: signed',
    join,
    "‹checkSignature(sender.edPk, 'epoch', record.signed, record.sig)›;",
    { forgery: 'let in under another’s signature' },
    'undefined',
  ),
  rule(
    'join: nobody without their part',
    join,
    '‹judgeHolders(record.rows, view)›;',
    { forgery: 'let in beside who has no bit' },
    'undefined',
  ),
  rule(
    'join: the newest keys',
    join,
    '‹judgeKeys(record, view)›;',
    { forgery: 'let in under a vault of their own' },
    'undefined',
  ),
  rule('join: nothing waits', join, "refuseUnless(‹!hasRowKind(record.rows, ROW_KIND.inbox)›, 'KIND')", {
    forgery: 'let into what waits',
  }),
  // What a client believes of its server
  rule(
    'it ends in a centre of mine',
    'client/src/conversation/sync.ts',
    "‹current && !pinOf(self.state, current.centre)›) freeze(room, 'FALSE_CENTRE')",
    { forgery: 'passed on in a strange centre' },
    'false',
  ),
  rule(
    'the key is the committed one',
    'crypto/src/stream/record.ts',
    'if (‹!same(expected, record.ekCommit)›) throw',
    { history: 'a false wrap' },
    'false',
  ),
  rule(
    'a bundle is the one it is named',
    'client/src/centre/bundles.ts',
    "if (‹!same(parsed.kid, kid)›) throw new Refused('AKB')",
    { history: 'a false bundle' },
    'false',
  ),
  rule(
    'the log is the pinned one',
    'client/src/centre/log.ts',
    "if (‹!isGenuine›) throw new Stop('FALSE_CENTRE')",
    { history: 'a false centre' },
    'false',
  ),
  rule(
    'the log is the asked one',
    'client/src/centre/log.ts',
    "if (‹!same(next.entries[0]!.centre, centre)›) throw new Stop('LOG_WITHHELD')",
    { history: 'another centre' },
    'false',
  ),
  rule(
    'the log goes as far as the record',
    'client/src/centre/log.ts',
    "if (log === 'NOT_FOUND' || ‹!log.views[idx]›) throw",
    { history: 'a log cut short' },
    'false',
  ),
  rule(
    'the key is the link’s',
    'client/src/enquiry/enquire.ts',
    "if (‹pin && pin !== fingerprintOf(person.kid)›) throw new Stop('FALSE_CENTRE')",
    { history: 'another counsellor’s link' },
    'false',
  ),
  rule(
    'a thread is this conversation’s',
    'client/src/thread/follow.ts',
    "if (body?.t !== 'about' || ‹body.conv !== parent›) freeze",
    { history: 'another conversation’s thread' },
    'false',
  ),
  rule(
    'a thread isn’t somebody’s notes',
    'client/src/thread/follow.ts',
    "as === 'notes' ? body.notes && same(message.sender, myId(self)) : ‹!body.notes›;",
    { history: 'notes as the thread' },
  ),
  rule(
    'notes are one’s own',
    'client/src/thread/follow.ts',
    "as === 'notes' ? ‹body.notes && same(message.sender, myId(self))› : !body.notes;",
    { history: 'the thread as notes' },
  ),
  rule(
    'frozen is frozen',
    'client/src/conversation/sync.ts',
    "if (‹room.frozen›) throw new Stop('FROZEN', room.frozen)",
    { history: 'after a stop' },
    'false',
  ),
  rule(
    'numbers without gaps',
    'client/src/conversation/sync.ts',
    'if (‹item.seq === room.stream.seq + 1›) return await judge(self, room, item)',
    { history: 'misnumbered' },
  ),
  rule(
    'a record acknowledged is there',
    'client/src/conversation/rekey.ts',
    "if (‹!served || !same(served.m, made.record.m)›) freeze(room, 'ACK')",
    { history: 'a record that was never stored' },
    'false',
  ),
  rule(
    'a message acknowledged is there',
    'client/src/message/send.ts',
    "if (‹!isMine›) freeze(room, 'ACK')",
    { history: 'a message that was never stored' },
    'false',
  ),
  rule(
    'what is acknowledged is this message',
    'client/src/message/send.ts',
    'message && ‹same(message.messageId, messageId)› &&',
    { history: 'an older message for the new one' },
  ),
  rule(
    'what is acknowledged is mine',
    'client/src/message/send.ts',
    'same(message.messageId, messageId) && ‹same(message.sender, myId(self))›;',
    { history: 'another’s message under my id' },
  ),
  rule(
    'a sign-in brings my own bundle',
    'client/src/account/sign-in.ts',
    "if (‹!same(account.bundle.bytes, served.bytes)›) throw new Stop('STATE_MISSING')",
    { history: 'another’s bundle' },
    'false',
  ),
];

/**
 * Said twice in the code, so that one of the two can't be missed alone; each names what says it again. Looked at by hand,
 * for a model shows only what comes out.
 */
export const saidTwice: [file: string, at: string, again: string][] = [
  [
    record,
    "refuseUnless(record.logIdx === view.idx, 'STALE_LOG')",
    'E4 says LOG then; this code asks for another try',
  ],
  [
    rowsOf,
    '&& view.idx === record.logIdx && same',
    'clients take the view by that index, the server asks for the newest',
  ],
  [reasons, '!hasInbox(before);', 'in what waits nobody but who asks is named, and they make no CHANGE'],
  [reasons, 'return isOneToOne && hasInbox(before)', 'other kinds have no inbox'],
  [reasons, 'return isOneToOne && role === ROLE.asks', 'other kinds have no inbox to move to'],
  [message, "if (!current) throw new Refused('STALE_EPOCH')", 'a stream begins with a record, by E2'],
  [view, "if (!bundle) throw new Refused('AKB')", 'nothing verifies without a key'],
  [
    'client/src/conversation/sync.ts',
    "if (answer.seq < room.stream.seq) freeze(room, 'OLDER')",
    'the next line stops it as a gap',
  ],
  [
    'client/src/centre/log.ts',
    'last && !same(entries[0].hash, last.hash)',
    'what follows doesn’t continue the known log',
  ],
  [
    'crypto/src/centre/keys.ts',
    'if (!same(key.publicKey, publicKey)) throw',
    'a seed is kept under the id of its own key',
  ],
  ['client/src/slot/state.ts', "throw new Stop('OLDER');\n  const now", 'pins are merged, never replaced'],
];
