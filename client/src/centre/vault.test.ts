import { BIT, fromBase64url, hex, ROW_KIND, toBase64url, VAULT_POLICY } from '@beistand/wire';
import { expect, test } from 'vitest';
import { proveAgain, signIn } from '../account/sign-in.ts';
import { draftCentre, inviteLead } from '../administration/centres.ts';
import { phraseOf, type StaffPlan } from '../cast/people.ts';
import { join } from '../cast/raise.ts';
import { refresh } from '../conversation/open.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { answerLost, retold } from '../testing/faults.ts';
import { altstadt, emmendingen } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { newestOf, removeStaff, setBits } from './extend.ts';
import { signInNewLeadByPaper } from './paper-sign-in.ts';
import { rotateVault, setPolicy } from './rotate.ts';
import { confirmVault, drawVaultUse, drillVault, listVaultUses, takeOverByVault, useVault } from './vault.ts';

let ahead = 0;
const organisation = await useOrganisation({ clock: () => Date.now() + ahead });
const { centre, lead: eva, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const minute = 60_000;
const kidOf = (self: Self) => toBase64url(self.account.bundle.kid);
const vaultLines = async (self: Self, conversation: string) =>
  (await refresh(self, conversation)).entries.flatMap((entry) => (entry.t === 'vault' ? [entry] : []));
const lastChange = async (self: Self, conversation: string) =>
  (await refresh(self, conversation)).entries.findLast((entry) => entry.t === 'change');

test('a custodian reads for a quarter of an hour, everybody in sees who and why, and old keys open too', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, centre, david);
  await send(david, conversation, 'Unter dem ersten Schlüssel.');
  await rotateVault(eva, centre);
  await send(ada, conversation, 'Unter dem zweiten.');
  await expect(refresh(clara, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const wish = drawVaultUse(clara, conversation, 'absent');
  lineOf(clara).plan('useVault', answerLost);
  await expect(useVault(clara, wish)).rejects.toThrow();
  const { until } = await useVault(clara, wish);
  expect(await textsOf(clara, conversation)).toEqual([
    'Ich weiß nicht weiter.',
    'Unter dem ersten Schlüssel.',
    'Unter dem zweiten.',
  ]);
  for (const self of [ada, david])
    expect(await vaultLines(self, conversation)).toMatchObject([
      { byName: 'Clara Keller', reason: 'absent', second: null, until, byMe: false },
    ]);
  await expect(send(clara, conversation, 'Ich bin nicht dabei.')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  ahead += 16 * minute;
  await expect(refresh(clara, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('after a while the phrase is proven again and the same wish goes on', async () => {
  const { conversation } = await conversationOf(organisation, centre, david);
  ahead += 10 * minute;
  const wish = drawVaultUse(clara, conversation, 'urgent');
  await expect(useVault(clara, wish)).rejects.toMatchObject({ code: 'FRESH' });
  await proveAgain(clara, 'clara', altstadt.colleagues[0]!.person.phrase);
  await useVault(clara, wish);
  expect(await textsOf(clara, conversation)).toEqual(['Ich weiß nicht weiter.']);
});

test('taking over: the custodian answers from then on, and a lost answer takes over once', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, centre, david);
  await proveAgain(clara, 'clara', altstadt.colleagues[0]!.person.phrase);
  await useVault(clara, drawVaultUse(clara, conversation, 'absent'));
  lineOf(clara).plan('appendRecord', answerLost);
  await expect(takeOverByVault(clara, conversation)).rejects.toThrow();
  await takeOverByVault(clara, conversation);
  await send(clara, conversation, 'Ich springe ein.');
  expect(await textsOf(ada, conversation)).toContain('Ich springe ein.');
  expect(await lastChange(ada, conversation)).toMatchObject({ what: 'vault-used', byName: 'Clara Keller' });
  ahead += 16 * minute;
  expect(await textsOf(clara, conversation)).toContain('Ich springe ein.');
  expect(await textsOf(david, conversation)).toContain('Ich springe ein.');
});

test('a custodian who doesn’t counsel names who answers; the next who writes makes a key of their own', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, centre, david);
  await setBits(eva, centre, kidOf(clara), BIT.custodian);
  await proveAgain(clara, 'clara', altstadt.colleagues[0]!.person.phrase);
  await useVault(clara, drawVaultUse(clara, conversation, 'absent'));
  await expect(takeOverByVault(clara, conversation)).rejects.toMatchObject({ code: 'NOT_WANTED' });
  await takeOverByVault(clara, conversation, kidOf(eva));
  await send(eva, conversation, 'Ich übernehme.');
  expect(await textsOf(ada, conversation)).toContain('Ich übernehme.');
  expect(await lastChange(ada, conversation)).toMatchObject({ what: 'tidied', byName: 'Eva Lindner' });
  await setBits(eva, centre, kidOf(clara), BIT.counsellor | BIT.custodian);
});

test('where two must agree the second one’s name stands beside', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, centre, david);
  await setPolicy(eva, centre, VAULT_POLICY.twoConfirm);
  await send(ada, conversation, 'Weiter.');
  await proveAgain(clara, 'clara', altstadt.colleagues[0]!.person.phrase);
  await proveAgain(eva, 'eva', altstadt.lead.phrase);
  const { use } = await useVault(clara, drawVaultUse(clara, conversation, 'urgent'));
  await expect(refresh(clara, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await vaultLines(ada, conversation)).toMatchObject([{ second: { byName: null }, until: null }]);
  expect((await listVaultUses(eva, centre))[0]).toMatchObject({ conversation, use, until: null });
  await confirmVault(eva, conversation, use);
  expect(await textsOf(clara, conversation)).toContain('Weiter.');
  expect(await vaultLines(ada, conversation)).toMatchObject([{ second: { byName: 'Eva Lindner' } }]);
  await setPolicy(eva, centre, VAULT_POLICY.custodians);
});

test('a rehearsal opens what the vault holds, and tells what it doesn’t', async () => {
  await conversationOf(organisation, centre, david);
  await proveAgain(clara, 'clara', altstadt.colleagues[0]!.person.phrase);
  const { drawn, opened } = await drillVault(clara, centre);
  expect([drawn > 3, opened]).toEqual([true, drawn]);
  lineOf(clara).plan(
    'drillVault',
    retold('drillVault', ({ wraps: [first, ...wraps] }) => ({
      wraps: [{ ...first!, commitment: 'A'.repeat(43) }, ...wraps],
    })),
  );
  expect(await drillVault(clara, centre)).toEqual({ drawn, opened: drawn - 1 });
});

test.each([VAULT_POLICY.custodians, VAULT_POLICY.paperOnly])(
  'everybody of a centre is gone: the paper signs in a new lead, the vault opens, under policy %s',
  async (policy) => {
    const person = (one: StaffPlan): StaffPlan => ({ ...one, signInName: `${one.signInName}${policy}` });
    const fields = { ...emmendingen.fields, name: `Emmendingen ${policy}` };
    const colleagueOf = emmendingen.colleagues.map(({ person: one, bits }) => ({
      person: person(one),
      bits,
    }));
    const plan = { ...emmendingen, fields, lead: person(emmendingen.lead), colleagues: colleagueOf };
    const { centre: lost, lead, sheet, colleagues: all } = await organisation.raise(plan);
    if (policy === VAULT_POLICY.paperOnly) await setPolicy(lead, lost, policy);
    const { self: ada, conversation } = await conversationOf(organisation, lost, all[0]!);
    await send(all[0]!, conversation, 'Bis nächste Woche.');
    const path = await draftFor(fields.name);
    const nina = await join(organisation.newWorld(), path, {
      name: 'Nina Roth',
      signInName: `nina${policy}`,
      phrase: phraseOf('kessel'),
    });

    await expect(
      signInNewLeadByPaper(nina, lost, { ...sheet, fingerprint: 'A'.repeat(26) }),
    ).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    lineOf(nina).plan('appendLog', answerLost);
    await expect(signInNewLeadByPaper(nina, lost, sheet)).rejects.toThrow();
    await signInNewLeadByPaper(nina, lost, sheet);
    const view = await newestOf(nina, fromBase64url(lost));
    expect(view.policy).toBe(VAULT_POLICY.custodians);
    expect(view.staff.find(({ kid }) => hex(kid) === hex(nina.account.bundle.kid))?.bits).toBe(
      BIT.lead | BIT.custodian,
    );
    await removeStaff(nina, lost, kidOf(lead));
    await setBits(nina, lost, kidOf(nina), BIT.lead | BIT.custodian | BIT.counsellor);
    await removeStaff(nina, lost, kidOf(all[0]!));

    const again = await signIn(organisation.newWorld(), `nina${policy}`, phraseOf('kessel'));
    await useVault(again, drawVaultUse(again, conversation, 'nobody-left'));
    expect(await textsOf(again, conversation)).toEqual(['Ich weiß nicht weiter.', 'Bis nächste Woche.']);
    await takeOverByVault(again, conversation);
    await send(again, conversation, 'Ich bin jetzt für Sie da.');
    expect(await textsOf(ada, conversation)).toContain('Ich bin jetzt für Sie da.');
    const { wraps } = await call(again.world, 'readItems', { conversation, before: 0 });
    expect([...new Set(wraps.map(({ kind }) => kind))]).toEqual([ROW_KIND.person]);
  },
);

/** A way for somebody to become staff of the organisation without being in that centre. */
async function draftFor(name: string): Promise<string> {
  const fields = { ...altstadt.fields, name: `Entwurf für ${name}`, topics: organisation.topicIds };
  const draft = await draftCentre(organisation.administrator, fields, []);
  return (await inviteLead(organisation.administrator, draft)).path;
}
