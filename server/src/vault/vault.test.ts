import { limits } from '@beistand/contract';
import { BIT, REASON, ROLE, ROW_KIND, toBase64url as text, VAULT_POLICY } from '@beistand/wire';
import { expect, test } from 'vitest';
import { changeBody, key, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, recordBody, threadBody, waitingEnquiry } from '../testing/participant.ts';
import { keyRows, makeRecord, personRow, waitingRows } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const usual = {
  ...limits,
  proof: { ...limits.proof, cost: 1 },
  vaultUses: { most: 20, seconds: 3600 },
  drills: { most: 3, seconds: 86_400 },
};
const { clock, one } = await openHouses(database, usual);
const administrator = await one.seatAdministrator();
const { openSeconds, confirmSeconds } = limits.vault;
const fresh = () => new Date(clock.now);

/** A centre with two who keep the vault besides its lead, and a conversation that neither of them is in. */
async function vaulted() {
  const centre = await openCentre(one, administrator);
  const [karl, greta] = [await one.seat('staff', 'Karl Behr'), await one.seat('staff', 'Greta Stein')];
  await letIn(centre, karl, BIT.custodian | BIT.counsellor);
  await letIn(centre, greta, BIT.custodian);
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(centre.colleague, seeker, centre, room);
  const here = { conversation: text(room.stream.conversation) };
  const use = { ...here, use: text(random(16)), reason: 'absent' as const };
  return { centre, karl, greta, seeker, room, here, use };
}
/** Sits down at the keys again. */
async function prove(...people: { account: Uint8Array<ArrayBuffer> }[]) {
  for (const { account } of people)
    await database.owner.kysely
      .updateTable('sessions')
      .set({ proven_at: fresh() })
      .where('account_id', '=', account)
      .execute();
}
const change = async (
  centre: Awaited<ReturnType<typeof openCentre>>,
  changes: Parameters<typeof changeBody>[2],
) => {
  const { log, body } = await changeBody(centre, centre.lead, changes);
  await centre.lead.browser.ask('appendLog', body);
  centre.log = log;
};

test('R9: uses and rehearsals go so often, and the same use again costs nothing', async () => {
  const { karl, here, use, centre } = await vaulted();
  await prove(karl);
  const answers: string[] = [];
  for (let i = 0; i <= usual.vaultUses.most; i++) {
    answers.push(await karl.browser.refusal('useVault', use));
    answers.push(
      await karl.browser.refusal('useVault', { ...here, use: text(random(16)), reason: 'absent' }),
    );
  }
  expect(answers.filter((answer) => answer === '429 SLOW')).toHaveLength(2);
  const rehearsed: string[] = [];
  for (let i = 0; i <= usual.drills.most; i++)
    rehearsed.push(await karl.browser.refusal('drillVault', { centre: text(centre.id) }));
  expect([rehearsed.filter((answer) => answer === '200').length, rehearsed.at(-1)]).toEqual([
    usual.drills.most,
    '429 SLOW',
  ]);
  expect([limits.vaultUses.most, limits.drills.most]).toEqual([120, 10]);
});

test('a use stands before anything is served, everybody in sees it, and a quarter of an hour later it is over', async () => {
  const { karl, greta, seeker, centre, here, use, room } = await vaulted();
  expect(await karl.browser.refusal('readItems', here)).toBe('404 NOT_FOUND');
  await prove(karl);
  const stated = await karl.browser.ask('useVault', use);
  expect(stated).toMatchObject({
    by: { account: text(karl.account), name: 'Karl Behr' },
    reason: 'absent',
    confirmed: null,
    until: clock.now + 1000 * openSeconds,
  });
  const { wraps, items } = await karl.browser.ask('readItems', here);
  expect([wraps.map(({ kind }) => kind), items]).toEqual([
    [ROW_KIND.vault, ROW_KIND.vault],
    expect.objectContaining({ length: room.stream.seq }),
  ]);
  for (const member of [seeker, centre.colleague])
    expect((await member.browser.ask('readItems', here)).vaultUses).toEqual([stated]);
  expect(await greta.browser.refusal('readItems', here)).toBe('404 NOT_FOUND');
  expect((await karl.browser.ask('listConversations', {})).conversations).toEqual([]);
  clock.now += 1000 * openSeconds;
  expect(await karl.browser.refusal('readItems', here)).toBe('404 NOT_FOUND');
  expect((await seeker.browser.ask('readItems', here)).vaultUses).toEqual([stated]);
});

test('the same use again is the same use; its id is nobody else’s', async () => {
  const { karl, greta, use } = await vaulted();
  await prove(karl, greta);
  const stated = await karl.browser.ask('useVault', use);
  clock.now += 1000;
  expect(await karl.browser.ask('useVault', use)).toEqual(stated);
  expect(await karl.browser.refusal('useVault', { ...use, reason: 'urgent' })).toBe('409 ID_TAKEN');
  expect(await greta.browser.refusal('useVault', use)).toBe('409 ID_TAKEN');
});

test('R9: the phrase must have been proven lately, and members have no use for the vault', async () => {
  const { karl, use, centre } = await vaulted();
  await prove(karl, centre.lead);
  clock.now += 1000 * limits.sessions.freshSeconds + 1;
  expect(await karl.browser.refusal('useVault', use)).toBe('401 FRESH');
  clock.now -= 1;
  expect(await karl.browser.refusal('useVault', use)).toBe('200');
  await prove(centre.colleague);
  expect(await centre.colleague.browser.refusal('useVault', use)).toBe('403 NOT_ALLOWED');
});

test('taking over is a record that the open vault allows, and nothing else of it', async () => {
  const { karl, seeker, centre, here, use, room } = await vaulted();
  const takeOver = async (reason: 8 | 3) =>
    recordBody(
      await makeRecord(room.stream, centre.log.view, karl, reason, [
        personRow(seeker, ROLE.asks),
        personRow(karl, ROLE.responsible),
        ...keyRows(centre.log.view, 'vault'),
      ]),
    );
  expect(await karl.browser.refusal('appendRecord', await takeOver(REASON.vaultUse))).toBe('404 NOT_FOUND');
  await prove(karl);
  await karl.browser.ask('useVault', use);
  expect(await karl.browser.refusal('appendRecord', await takeOver(REASON.change))).toBe('404 NOT_FOUND');
  await karl.browser.ask('appendRecord', await takeOver(REASON.vaultUse));
  clock.now += 1000 * openSeconds;
  expect(await karl.browser.refusal('readItems', here)).toBe('200');
  expect(await centre.colleague.browser.refusal('readItems', here)).toBe('404 NOT_FOUND');
});

test('where two must agree nothing is served before another custodian has', async () => {
  const { karl, greta, centre, here, use } = await vaulted();
  await change(centre, [{ type: 'policy', vault: VAULT_POLICY.twoConfirm }]);
  const confirm = { ...here, use: use.use };
  await prove(karl, greta);
  expect(await karl.browser.ask('useVault', use)).toMatchObject({ needsSecond: true, until: null });
  expect(await karl.browser.refusal('readItems', here)).toBe('404 NOT_FOUND');
  expect(await karl.browser.refusal('confirmVaultUse', confirm)).toBe('403 NOT_ALLOWED');
  expect(await administrator.browser.refusal('confirmVaultUse', confirm)).toBe('404 NOT_FOUND');
  expect((await greta.browser.ask('listVaultUses', { centre: text(centre.id) })).uses).toMatchObject([
    { ...here, use: use.use, until: null },
  ]);
});

test('who keeps another centre’s vault confirms no use of this one’s, wherever the conversation has gone', async () => {
  const { karl, centre, seeker, here, use, room } = await vaulted();
  await change(centre, [{ type: 'policy', vault: VAULT_POLICY.twoConfirm }]);
  await prove(karl);
  await karl.browser.ask('useVault', use);
  const elsewhere = await openCentre(one, administrator, { topics: [centre.topic] });
  const nora = await one.seat('staff', 'Nora Falk');
  await letIn(elsewhere, nora, BIT.custodian);
  await append(seeker, elsewhere, room, REASON.move, waitingRows(seeker, elsewhere.log.view));
  await prove(nora);
  expect(await nora.browser.refusal('confirmVaultUse', { ...here, use: use.use })).toBe('404 NOT_FOUND');
  expect((await seeker.browser.ask('readItems', here)).vaultUses).toMatchObject([{ confirmed: null }]);
});

test('R9: seventy-two hours to confirm, then it must be asked for anew', async () => {
  const { karl, greta, centre, here, use } = await vaulted();
  await change(centre, [{ type: 'policy', vault: VAULT_POLICY.twoConfirm }]);
  const confirm = { ...here, use: use.use };
  await prove(karl);
  await karl.browser.ask('useVault', use);
  clock.now += 1000 * confirmSeconds + 1;
  await sitDown(greta);
  expect(await greta.browser.refusal('confirmVaultUse', confirm)).toBe('404 NOT_FOUND');
  clock.now -= 1;
  const confirmed = await greta.browser.ask('confirmVaultUse', confirm);
  expect(confirmed).toMatchObject({
    confirmed: { by: { name: 'Greta Stein' }, at: clock.now },
    until: clock.now + 1000 * openSeconds,
  });
  await sitDown(karl);
  expect((await karl.browser.ask('readItems', here)).wraps[0]).toMatchObject({ kind: ROW_KIND.vault });
  expect(await greta.browser.ask('confirmVaultUse', confirm)).toEqual(confirmed);
  expect(await greta.browser.refusal('readItems', here)).toBe('404 NOT_FOUND');
});

/** Their session goes on as if it had been used all the time. */
async function sitDown(who: { account: Uint8Array<ArrayBuffer> }) {
  const later = new Date(clock.now + 3_600_000);
  await database.owner.kysely
    .updateTable('sessions')
    .set({ proven_at: fresh(), idle_until: later, absolute_until: later })
    .where('account_id', '=', who.account)
    .execute();
}

test('a rehearsal shows what the vault holds and no item; without a vault there is nothing', async () => {
  const { karl, centre, here, use } = await vaulted();
  await prove(karl);
  const { wraps } = await karl.browser.ask('drillVault', { centre: text(centre.id) });
  expect(wraps).toEqual([
    {
      ...here,
      epoch: 1,
      record: expect.any(String),
      commitment: expect.any(String),
      key: text(centre.log.view.vault!.kid),
      box: expect.any(String),
    },
  ]);
  expect(await karl.browser.refusal('readItems', here)).toBe('404 NOT_FOUND');
  await change(centre, [{ type: 'policy', vault: VAULT_POLICY.off }]);
  expect(await karl.browser.refusal('drillVault', { centre: text(centre.id) })).toBe('404 NOT_FOUND');
  expect(await karl.browser.refusal('useVault', use)).toBe('404 NOT_FOUND');
});

test('who is no custodian any more isn’t served, even within the quarter of an hour', async () => {
  const { karl, centre, here, use } = await vaulted();
  await prove(karl);
  await karl.browser.ask('useVault', use);
  await change(centre, [staffing(karl, BIT.counsellor), key(3)]);
  expect(await karl.browser.refusal('readItems', here)).toBe('404 NOT_FOUND');
});

test('private notes are of the vault as well: who opens them is shown to their author', async () => {
  const { karl, centre, room } = await vaulted();
  const { colleague } = centre;
  const opened = await threadBody(colleague, centre.log, room.stream.conversation, 'notes');
  const { conversation } = await colleague.browser.ask('startConversation', opened);
  expect(await karl.browser.refusal('readItems', { conversation })).toBe('404 NOT_FOUND');
  await prove(karl);
  const use = { conversation, use: text(random(16)), reason: 'key-lost' as const };
  const stated = await karl.browser.ask('useVault', use);
  expect((await karl.browser.ask('readItems', { conversation })).items).toHaveLength(2);
  expect((await colleague.browser.ask('readItems', { conversation })).vaultUses).toEqual([stated]);
});
