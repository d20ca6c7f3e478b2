import {
  type Bytes,
  closing,
  fromHex,
  hex,
  newStream,
  parseMessage,
  parseRecord,
  REASON,
  type RecordFields,
  ROLE,
  ROW_KIND,
  type Role,
  type Row,
  type Stream,
  takeMessage,
  takeRecord,
  tidy,
  type View,
  zeros,
} from '@beistand/wire';
import { type Account, type Random, sealMessage } from '../../src/index.ts';
import { type Centre, codeOf, drawCentre, signed, viewsOf } from './group.ts';
import { accountOf, drawPerson, HOUR, kind, Mismatch, mustBe, type Person, refusals } from './kind.ts';

type Refusal = { bytes: string; code: string };
/**
 * Everyone's bundle and the whole log of the centre are known. `opened` is the group's first record; `refused` are records
 * in the place of the one that closes it, `after` are records and messages that come after that.
 */
type ClosingIn = {
  people: Person[];
  log: string[];
  opened: string;
  sender: Person;
  ekCommit: string;
  refused: Refusal[];
  after: Refusal[];
};
type ClosingOut = { bytes: string; transcript: string };

type Context = Parameters<typeof takeRecord>[2];
async function openedOf(given: Pick<ClosingIn, 'people' | 'log' | 'opened'>) {
  const { views, bundles } = await viewsOf(given);
  const context: Context = { view: views.at(-1)!, bundles };
  const record = await parseRecord(fromHex(given.opened));
  const stream = newStream(record.conversation);
  await takeRecord(stream, record, context);
  return { stream, context };
}

/** The next record of the group, closing it unless `wish` says otherwise. */
function nextOf(
  { conversation, seq, current, transcripts }: Stream,
  view: View,
  sender: Account,
  ekCommit: Bytes,
): RecordFields {
  return {
    conversation,
    epoch: current!.epoch + 1,
    epochHash: current!.m,
    sender: sender.bundle.account,
    prevSeq: seq,
    prevT: transcripts.get(seq)!,
    centre: view.centre,
    logIdx: view.idx,
    logHash: view.hash,
    kind: 3,
    reason: REASON.change,
    ekCommit,
    ekPrev: zeros(48),
    rows: closing(tidy(current!.rows, view)),
  };
}

async function takeItem(stream: Stream, bytes: Bytes, context: Context): Promise<void> {
  const isRecord = hex(bytes).startsWith('43435045');
  if (isRecord) await takeRecord(stream, await parseRecord(bytes), context);
  else await takeMessage(stream, await parseMessage(bytes), { bundles: context.bundles });
}

async function make(given: ClosingIn): Promise<ClosingOut> {
  const { stream, context } = await openedOf(given);
  const sender = await accountOf(given.sender);
  const bytes = await signed(sender, nextOf(stream, context.view, sender, fromHex(given.ekCommit)));
  await takeRecord(stream, await parseRecord(bytes), context);
  return { bytes: hex(bytes), transcript: hex(stream.transcripts.get(2)!) };
}

const rowFor = ({ bundle: { account, kid } }: Account, role: Role): Row => ({
  ...{ kind: ROW_KIND.person, role, id: account, kid },
});

async function refusedInstead(given: ClosingIn, asking: Account, someone: Account): Promise<Refusal[]> {
  const { stream, context } = await openedOf(given);
  const sender = await accountOf(given.sender);
  const fields = nextOf(stream, context.view, sender, fromHex(given.ekCommit));
  const { rows } = fields;
  const isAsking = ({ id }: Row) => hex(id) === hex(asking.bundle.account);
  const wrong: [string, Account, Partial<RecordFields>][] = [
    ['NOT_ALLOWED', sender, { rows: rows.filter((row) => !isAsking(row)) }],
    ['NOT_ALLOWED', sender, { rows: rows.filter(({ role }) => role !== ROLE.reads) }],
    ['NOT_ALLOWED', sender, { rows: [...rows, rowFor(someone, ROLE.asks)] }],
    ['NOT_ALLOWED', sender, { reason: REASON.tidy }],
    ['NOT_ALLOWED', asking, { sender: asking.bundle.account }],
  ];
  const made = wrong.map(async ([code, by, wish]) => ({
    ...{ bytes: hex(await signed(by, { ...fields, ...wish })), code },
  }));
  return Promise.all(made);
}

async function refusedAfter(
  random: Random,
  given: ClosingIn,
  { asking, custodian }: Record<'asking' | 'custodian', Account>,
): Promise<Refusal[]> {
  const { stream, context } = await openedOf(given);
  const before = stream.current!.rows;
  await takeItem(stream, fromHex((await make(given)).bytes), context);
  const sender = await accountOf(given.sender);
  const fields = nextOf(stream, context.view, sender, random(32));
  const records: [Account, Partial<RecordFields>][] = [
    [sender, { rows: before }],
    [sender, {}],
    [sender, { reason: REASON.tidy }],
    [custodian, { rows: before, reason: REASON.vaultUse, sender: custodian.bundle.account }],
  ];
  const made: string[] = [];
  for (const [by, wish] of records) made.push(hex(await signed(by, { ...fields, ...wish })));
  const { conversation, epoch, epochHash, prevSeq, prevT } = { ...fields, epoch: 1 };
  const place = { conversation, epoch, epochHash, prevSeq, prevT };
  for (const kindOf of [1, 2] as const) {
    const plan = { ...place, class: kindOf, messageId: random(16) };
    const body = { t: 'text', ts: HOUR, x: 'Noch etwas' };
    made.push(hex((await sealMessage(asking, random(32), plan, body, random)).bytes));
  }
  return made.map((bytes) => ({ bytes, code: 'NOT_ALLOWED' }));
}

async function drawCase(
  random: Random,
  centre: Centre,
  staff: [index: number, role: Role][],
  taking: number,
): Promise<ClosingIn> {
  const seekers = Array.from({ length: taking + 1 }, () => drawPerson(random, 1, HOUR));
  const people = [...centre.people, ...seekers];
  const accounts = await Promise.all(people.map(accountOf));
  const [asking, someone] = [accounts.at(-2)!, accounts.at(-1)!];
  const [by] = staff.find(([, role]) => role === ROLE.responsible)!;
  const moderator = accounts[by]!;
  const { views } = await viewsOf({ people, log: centre.log });
  const view = views.at(-1)!;
  const opening: RecordFields = {
    ...{ conversation: random(16), epoch: 0, epochHash: zeros(32), sender: moderator.bundle.account },
    ...{ prevSeq: 0, prevT: zeros(32), centre: view.centre, logIdx: view.idx, logHash: view.hash },
    ...{ kind: 3, reason: REASON.open, ekCommit: random(32), ekPrev: zeros(48) },
    rows: [
      ...staff.map(([index, role]) => rowFor(accounts[index]!, role)),
      ...accounts.slice(5, -1).map((one) => rowFor(one, ROLE.asks)),
      ...(view.vault
        ? [{ kind: ROW_KIND.vault, role: ROLE.none, id: view.centre, kid: view.vault.kid } as const]
        : []),
    ],
  };
  const given: ClosingIn = {
    ...{ people, log: centre.log, opened: hex(await signed(moderator, opening)) },
    ...{ sender: people[by]!, ekCommit: hex(random(32)), refused: [], after: [] },
  };
  const refused = await refusedInstead(given, asking, someone);
  const after = await refusedAfter(random, given, { asking, custodian: accounts[3]! });
  return { ...given, refused, after };
}

export const groupClosing = kind<ClosingIn, ClosingOut>({
  name: 'group-closing',
  make,
  async read(given, out) {
    const { stream, context } = await openedOf(given);
    const mustRefuse = async ({ bytes, code }: Refusal) => {
      const said = await codeOf(() => takeItem(stream, fromHex(bytes), context));
      if (said !== code) throw new Mismatch(`${said} instead of ${code}`);
    };
    for (const one of given.refused) await mustRefuse(one);
    await takeRecord(stream, await parseRecord(fromHex(out.bytes)), context);
    mustBe(stream.transcripts.get(2)!, out.transcript);
    for (const one of given.after) await mustRefuse(one);
  },
  async cases(random) {
    const [kept, open] = [await drawCentre(random, 2), await drawCentre(random, 0)];
    const cases = [
      await drawCase(random, kept, [[1, 2]], 1),
      await drawCase(random, open, [[1, 2]], 3),
      await drawCase(
        random,
        kept,
        [
          [0, 2],
          [2, 2],
          [1, 3],
          [4, 4],
        ],
        2,
      ),
      await drawCase(
        random,
        open,
        [
          [2, 2],
          [4, 4],
        ],
        1,
      ),
      await drawCase(random, kept, [[1, 2]], 9),
    ];
    return cases.map((given) => ({
      in: given,
      bad: refusals(
        ['flip byte 3', 'FORMAT'],
        ['set byte 4 to 02', 'SUITE'],
        ['flip byte 30', 'STALE_EPOCH'],
        ['flip byte 170', 'SIGNATURE'],
        ['set byte 165 to 02', 'KIND'],
        ['set byte 166 to 04', 'SIGNATURE'],
        ['cut 1 byte', 'FORMAT'],
        ['append 00', 'FORMAT'],
      ),
    }));
  },
});
