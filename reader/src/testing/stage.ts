import { type Bundles, bundlesOf } from '../account/bundle.ts';
import { same } from '../bytes/compare.ts';
import type { Bytes } from '../bytes/join.ts';
import { judgeLog } from '../centre/judge-entry.ts';
import type { View } from '../centre/view.ts';
import { type Row, rowKind } from '../stream/record.ts';
import { appendEntry, appendKey, type Centre, type Person, personOf, staffOf } from './cast.ts';
import type { Draws } from './draws.ts';

/** Two centres with a past, and everybody who may turn up in a conversation there. */
export type Stage = {
  people: readonly Person[];
  seekers: readonly Person[];
  staff: readonly Person[];
  bundles: Bundles;
  logs: readonly { centre: Centre; views: readonly View[] }[];
};

export function setStage(draws: Draws): Stage {
  const seekers = [personOf(draws, 1), personOf(draws, 1), personOf(draws, 1)];
  const paper = personOf(draws, 3);
  const staff = Array.from({ length: 10 }, () => personOf(draws, 2));
  const [lead, first, second, leaver, custodian, writer, reader, other] = staff as [
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
  ];
  const here: Centre = { id: draws.bytes(16), entries: [], seeds: [] };
  appendEntry(here, lead, {
    type: 'create',
    name: 'Mitte',
    policy: 2,
    staff: [
      staffOf(lead, 3),
      staffOf(first, 1),
      staffOf(second, 5),
      staffOf(leaver, 1),
      staffOf(custodian, 4),
      staffOf(writer, 16),
      staffOf(reader, 8),
      staffOf(paper, 6),
    ],
  });
  appendKey(here, lead, 2, draws.bytes(32));
  appendKey(here, lead, 3, draws.bytes(32));
  appendEntry(here, lead, { type: 'staffing', staff: staffOf(leaver, 0) });
  appendKey(here, lead, 2, draws.bytes(32));
  appendEntry(here, lead, { type: 'policy', policy: 0 });
  appendEntry(here, lead, { type: 'staffing', staff: staffOf(writer, 8) });
  appendEntry(here, lead, { type: 'staffing', staff: staffOf(custodian, 0) });
  appendEntry(here, lead, { type: 'policy', policy: 3 });
  appendKey(here, lead, 3, draws.bytes(32));
  appendEntry(here, lead, { type: 'staffing', staff: staffOf(second, 4) });
  appendKey(here, lead, 2, draws.bytes(32));
  const there: Centre = { id: draws.bytes(16), entries: [], seeds: [] };
  appendEntry(there, other, {
    type: 'create',
    name: 'Nord',
    policy: 0,
    staff: [staffOf(other, 3), staffOf(first, 1)],
  });
  appendKey(there, other, 2, draws.bytes(32));
  const known = [...seekers, paper, ...staff.slice(0, 9)];
  const bundles = bundlesOf(known.map(({ bundle }) => bundle));
  const logs = [here, there].map((centre) => ({ centre, views: judgeLog(centre.entries, bundles) }));
  return { people: [...known, staff[9]!], seekers, staff, bundles, logs };
}

export const personRow = ({ bundle: { account, kid } }: Person, role: 1 | 2 | 3 | 4): Row => ({
  kind: rowKind.person,
  role,
  id: account,
  kid,
});

export const inboxRow = ({ centre, inbox }: View): Row => ({
  kind: rowKind.inbox,
  role: 0,
  id: centre,
  kid: inbox.kid ?? new Uint8Array(32),
});

/** The vault's row when the policy wants one. */
export const vaultRows = ({ centre, vault, policy }: View): Row[] =>
  policy === 0 ? [] : [{ kind: rowKind.vault, role: 0, id: centre, kid: vault.kid ?? new Uint8Array(32) }];

export const personBy = (people: readonly Person[], account: Bytes): Person | undefined =>
  people.find(({ bundle }) => same(bundle.account, account));
