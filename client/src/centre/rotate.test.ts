import {
  BIT,
  type Bytes,
  CENTRE_KEY,
  type CentreKeyKind,
  fromBase64url,
  type LogEntry,
  toBase64url,
  VAULT_POLICY,
} from '@beistand/wire';
import { expect, test } from 'vitest';
import { accept } from '../conversation/accept.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { after, answerLost } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { describeCentre } from './describe.ts';
import { newestOf, removeStaff, setBits } from './extend.ts';
import { checkPaper } from './found.ts';
import { centreKeyAt, takeCentreKeys } from './keys.ts';
import { syncLog } from './log.ts';
import { rotateInbox, rotateVault, setPolicy } from './rotate.ts';

const organisation = await useOrganisation();
const { centre, lead: eva, colleagues, sheet } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];

const kidOf = (self: Self) => toBase64url(self.account.bundle.kid);
const view = () => newestOf(eva, fromBase64url(centre));
const holds = (self: Self, which: CentreKeyKind, kid: Bytes) =>
  centreKeyAt(self, { centre: fromBase64url(centre), which }, kid) !== undefined;
const entriesFrom = async (idx: number): Promise<LogEntry[]> =>
  (await syncLog(eva, fromBase64url(centre))).entries.slice(idx);
const changesFrom = async (idx: number) => (await entriesFrom(idx)).map(({ change }) => change);
const firstWords = async (self: Self, conversation: string) =>
  (await listWaiting(self)).waiting.find((one) => one.conversation === conversation)?.firstWords;

test('a planned new inbox key leaves what waits readable, and what comes', async () => {
  const before = await seekerOf(organisation, centre, 'Vorher.');
  await rotateInbox(eva, centre);
  const later = await seekerOf(organisation, centre, 'Nachher.');
  for (const self of [eva, clara, david]) {
    expect(await firstWords(self, before.conversation)).toBe('Vorher.');
    expect(await firstWords(self, later.conversation)).toBe('Nachher.');
  }
  await accept(david, before.conversation);
  await send(david, before.conversation, 'Guten Tag.');
  expect(await textsOf(before.self, before.conversation)).toEqual(['Vorher.', 'Guten Tag.']);
});

test('a planned new vault key: the next who writes passes the gate, custodians hold both', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, centre, david);
  const old = (await view()).vault!;
  await rotateVault(eva, centre);
  await send(ada, conversation, 'Nach dem neuen Schlüssel.');
  expect(await textsOf(david, conversation)).toContain('Nach dem neuen Schlüssel.');
  const now = (await view()).vault!;
  for (const self of [clara, david]) await takeCentreKeys(self, await syncLog(self, fromBase64url(centre)));
  expect([old, now].map(({ kid }) => holds(clara, CENTRE_KEY.vault, kid))).toEqual([true, true]);
  expect([old, now].map(({ kid }) => holds(david, CENTRE_KEY.vault, kid))).toEqual([false, false]);
});

test('R7: two leads give a new key at once: one does, the other finds it done', async () => {
  await setBits(eva, centre, kidOf(clara), BIT.counsellor | BIT.custodian | BIT.lead);
  const { idx } = await view();
  lineOf(eva).plan(
    'appendLog',
    after(() => rotateInbox(clara, centre)),
  );
  await rotateInbox(eva, centre);
  expect((await changesFrom(idx + 1)).map(({ type }) => type)).toEqual(['key']);
  lineOf(eva).plan(
    'appendLog',
    after(() => rotateVault(clara, centre)),
  );
  await rotateVault(eva, centre);
  expect((await changesFrom(idx + 2)).map(({ type }) => type)).toEqual(['key']);
});

test('R7: two leads remove somebody at once: the removal stands once, its new key with it', async () => {
  const waits = await seekerOf(organisation, centre, 'Wer ist noch da?');
  const { idx } = await view();
  await Promise.all([removeStaff(eva, centre, kidOf(david)), removeStaff(clara, centre, kidOf(david))]);
  expect(await changesFrom(idx + 1)).toMatchObject([
    { type: 'staffing', bits: 0 },
    { type: 'key', which: CENTRE_KEY.inbox },
  ]);
  await expect(accept(david, waits.conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const self of [eva, clara])
    expect(await firstWords(self, waits.conversation)).toBe('Wer ist noch da?');
  expect(holds(david, CENTRE_KEY.inbox, (await view()).inbox!.kid)).toBe(false);
});

test('R7: one lead gives a new key while the other removes somebody: both stand, the newest key is nobody else’s', async () => {
  const { idx } = await view();
  lineOf(eva).plan(
    'appendLog',
    after(() => setBits(clara, centre, kidOf(clara), BIT.custodian | BIT.lead)),
  );
  await rotateVault(eva, centre);
  const changes = await changesFrom(idx + 1);
  expect(changes.map(({ type }) => type)).toEqual(['staffing', 'key', 'key']);
  const newest = (await view()).inbox!;
  await takeCentreKeys(clara, await syncLog(clara, fromBase64url(centre)));
  expect(holds(clara, CENTRE_KEY.inbox, newest.kid)).toBe(false);
});

test('a lead who holds neither key takes somebody back all the same: everybody gets new ones', async () => {
  const { idx } = await view();
  const waits = await seekerOf(organisation, centre, 'Für alle, die zählen.');
  await takeBack(clara, centre, david, BIT.counsellor);
  expect((await changesFrom(idx + 1)).map(({ type }) => type)).toEqual(['staffing', 'key']);
  const after = await seekerOf(organisation, centre, 'Danach.');
  expect(await firstWords(eva, waits.conversation)).toBe('Für alle, die zählen.');
  for (const self of [eva, david]) expect(await firstWords(self, after.conversation)).toBe('Danach.');
});

test('policies: what each asks for stands in one batch, and conversations follow at their gate', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, centre, eva);
  const says = async (text: string) => {
    await send(ada, conversation, text);
    expect(await textsOf(eva, conversation)).toContain(text);
  };
  const custodians = async () =>
    (await describeCentre(eva, centre)).people.flatMap(({ bits, isPaper }) =>
      bits & BIT.custodian ? [isPaper ? 'paper' : 'person'] : [],
    );
  const { idx } = await view();
  await setPolicy(eva, centre, VAULT_POLICY.paperOnly);
  expect((await changesFrom(idx + 1)).map(({ type }) => type)).toEqual([
    'staffing',
    'staffing',
    'policy',
    'key',
  ]);
  expect(await custodians()).toEqual(['paper']);
  await says('Nur das Papier.');
  await setPolicy(eva, centre, VAULT_POLICY.off);
  await says('Kein Tresor.');
  lineOf(eva).plan('appendLog', answerLost);
  await expect(setPolicy(eva, centre, VAULT_POLICY.twoConfirm)).rejects.toThrow();
  const posted = (await view()).idx;
  await setPolicy(eva, centre, VAULT_POLICY.twoConfirm);
  expect((await view()).idx).toBe(posted);
  await says('Zwei bestätigen.');
  await checkPaper(eva, centre, sheet.writtenCode);
});
