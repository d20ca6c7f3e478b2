import type { Contract } from '@beistand/contract';
import {
  ACCOUNT_KIND,
  type AccountBundle,
  type Bundles,
  type Bytes,
  hex,
  judgeLogBatch,
  type LogEntry,
  parseAccountBundle,
  parseLogEntry,
  same,
  type View,
} from '@beistand/wire';
import type { Announcement, Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { bundlesOf } from '../keys/bundles.ts';
import { kidsOf, viewAtHead } from '../keys/view-of-centre.ts';
import { type Centre, enterCentre, isOpen, type Part } from './access.ts';
import {
  type Box,
  checkBoxes,
  checkFounding,
  checkPrevious,
  checkSigners,
  checkStillServed,
  type Founding,
  losersOf,
} from './log-rules.ts';
import {
  claimKeys,
  keepBundles,
  storedBoxes,
  storedEntries,
  writeEntries,
  writeKeys,
  writeStaff,
} from './log-store.ts';
import { refuseTooMany } from './refuse-too-many.ts';
import { refuseUninvited } from './refuse-uninvited.ts';

type Batch = {
  entries: LogEntry[];
  papers: AccountBundle[];
  boxes: Box[];
  previous: { key: Bytes; box: Bytes }[];
};

/** Entries, staff table, seeds and head in one transaction, in the order of protocol "Server". */
export const appendLog: Handler<Contract['appendLog']> = async (asked) => {
  const { transact, params, input, me, caller, world, announce } = asked;
  const centre = toBuffer(params.centre);
  const batch = await parse(input);
  // A batch for another centre is a mix-up of addresses, whatever its numbers say.
  if (batch.entries.some((entry) => !same(entry.centre, centre))) refuse('SENDER');
  const place = { organisation: caller.organisation, centre, at: new Date(world.clock()) };

  const { idx, notices } = await transact(async (tenant) => {
    const row = await enterCentre(tenant, centre, me, mayReach, { isLocked: true });
    const before = await viewAtHead(tenant, row);
    if (await isStored(tenant, row, batch.entries)) return { idx: batch.entries.at(-1)!.idx, notices: [] };
    if (batch.entries[0]!.idx !== row.log_idx + 1) refuse('LOG_IDX');
    await refuseTooMany(tenant, row, batch.entries.length, world);
    await keepBundles(tenant, caller.organisation, batch.papers);
    const bundles = await bundlesOf(tenant, kidsOf(before, batch.entries));
    checkSigners(batch.entries, bundles, me);
    const after = judge(before, batch, bundles, { me, name: row.name });
    await refuseUninvited(tenant, { centre, me }, before, batch.entries, bundles);
    if (isOpen(row)) checkStillServed(after);
    checkBoxes(after, batch.boxes, await storedBoxes(tenant, centre));
    checkPrevious(batch.entries, batch.previous);
    await claimKeys(tenant, place, batch.entries);
    await writeEntries(tenant, place, batch.entries);
    await writeStaff(tenant, place, after);
    await writeKeys(tenant, place, batch.boxes, batch.previous);
    asked.created();
    return { idx: after.idx, notices: tell(before, after) };
  });
  announce(notices);
  return { idx };
};

/** A draft is its founder's alone; later a paper may come through any staff session, so the log rules decide. */
const mayReach = (part: Part, centre: Centre): boolean => (centre.log_idx < 0 ? part.mayFound : part.isStaff);

async function parse(input: Parameters<typeof appendLog>[0]['input']): Promise<Batch> {
  const entries = await Promise.all(input.entries.map((entry) => parseLogEntry(toBytes(toBuffer(entry)))));
  const papers = await Promise.all(
    input.bundles.map((bundle) => parseAccountBundle(toBytes(toBuffer(bundle)))),
  );
  const named = new Set(kidsOf(null, entries).map(hex));
  // Only papers come this way: people's bundles come with their accounts.
  const areWanted = papers.every(({ kind, kid }) => kind === ACCOUNT_KIND.paper && named.has(hex(kid)));
  if (!areWanted) refuse('FORMAT');
  return {
    entries,
    papers,
    boxes: input.seeds.map(({ key, person, box }) => ({
      key: toBuffer(key),
      person: toBuffer(person),
      box: toBuffer(box),
    })),
    previous: input.previous.map(({ key, box }) => ({ key: toBuffer(key), box: toBuffer(box) })),
  };
}

/** The very bytes again (an answer got lost) are done already. */
async function isStored(tenant: Tenant, centre: Centre, entries: LogEntry[]): Promise<boolean> {
  const first = entries[0]!.idx;
  if (first > centre.log_idx) return false;
  const stored = await storedEntries(tenant, centre.id, first, entries.length);
  return stored.length === entries.length && stored.every((bytes, i) => same(bytes, entries[i]!.bytes));
}

function judge(before: View | null, { entries }: Batch, bundles: Bundles, founding: Founding): View {
  if (!before) checkFounding(entries, bundles, founding);
  return judgeLogBatch(before, entries, bundles);
}

function tell(before: View | null, after: View): Announcement[] {
  const losers = losersOf(before, after);
  const to = [...after.staff.map(({ account }) => account), ...losers];
  const log: Announcement = { t: 'log', to, centre: after.centre, idx: after.idx };
  return losers.length > 0 ? [log, { t: 'close', to: losers }] : [log];
}
