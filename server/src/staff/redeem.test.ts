import { ACCOUNT_KIND, BIT, toBase64url as text } from '@beistand/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { inviteAdministrator } from '../organisations/operator.ts';
import type { Browser } from '../testing/browser.ts';
import {
  changeBody,
  draftWithFounder,
  foundedCentre,
  letIn,
  staffing,
  type TestCentre,
} from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { newIdentity, random } from '../testing/identity.ts';
import { newAccount, newName } from '../testing/registration.ts';
import { useDatabase } from '../testing/use-database.ts';

const week = 7 * 24 * 3_600_000;
const database = await useDatabase();
let houses: Houses;
let franz: Seated;
let centre: TestCentre;
beforeAll(async () => {
  houses = await openHouses(database);
  franz = await houses.one.seatAdministrator();
  centre = await foundedCentre(houses.one, franz);
});

const invite = async () => {
  const handle = text(random(16));
  const made = await centre.lead.browser.ask('inviteColleague', { centre: text(centre.id), handle });
  return { ...made, handle };
};
const listed = async () =>
  (await centre.lead.browser.ask('listInvitations', { centre: text(centre.id) })).invitations;
const newcomerBody = async (browser: Browser, invitation: string, name = 'Clara Keller') => {
  const identity = await newIdentity(ACCOUNT_KIND.staff);
  const account = await newAccount(browser, identity, newName());
  return { identity, body: { invitation, account, name, mac: text(random(32)) } };
};

/** Who is told what while `act` runs. */
async function toldBy(act: () => Promise<unknown>) {
  const { world } = houses.app;
  const { announce } = world;
  const told: Announcement[] = [];
  world.announce = (_organisation, notices) => told.push(...notices);
  await act();
  world.announce = announce;
  return told.map((notice) => ({
    ...notice,
    to: notice.to.map(text).sort(),
    ...('centre' in notice && { centre: text(notice.centre) }),
  }));
}

describe('who waits for somebody is told that they came, once', () => {
  test('leads of a colleague', async () => {
    await letIn(centre, await houses.one.seat('staff'), BIT.counsellor);
    const { invitation } = await invite();
    const { browser } = await houses.one.seat('staff');
    const redeem = () => browser.ask('redeemInvitation', { invitation, mac: text(random(32)) });
    const { idx } = centre.log.view;
    expect(await toldBy(redeem)).toEqual([
      { t: 'log', to: [text(centre.lead.account)], centre: text(centre.id), idx },
    ]);
    expect(await toldBy(() => redeem().catch(() => undefined))).toEqual([]);
  });

  test('administrators of a founder, nobody of an administrator', async () => {
    const clara = await houses.one.seatAdministrator();
    const to = [text(clara.account), text(franz.account)].sort();
    expect(await toldBy(() => draftWithFounder(houses.one, clara))).toMatchObject([{ t: 'log', to, idx: 0 }]);
    const made = (await inviteAdministrator(database.owner, 'Lindenwerk'))!;
    const { browser } = await houses.one.seat('staff');
    const redeem = () => browser.ask('redeemInvitation', { invitation: text(made.invitation), mac: null });
    expect(await toldBy(redeem)).toEqual([]);
  });
});

describe('a new colleague', () => {
  test('registers with the link, waits without any right, and is let in by the log alone', async () => {
    const { invitation, handle, until } = await invite();
    const browser = houses.one.stranger();
    expect(await browser.ask('readInvitation', { invitation })).toEqual({
      kind: 'colleague',
      organisation: 'Lindenwerk',
      centre: { centre: text(centre.id), name: centre.name },
      until,
    });
    const { identity, body } = await newcomerBody(browser, invitation);
    const { account } = await browser.ask('redeemInvitation', body);
    expect(await browser.ask('me', {})).toMatchObject({
      account,
      kind: 'staff',
      name: body.name,
      centres: [],
    });
    expect(await browser.refusal('readStaff', { centre: text(centre.id) })).toBe('404 NOT_FOUND');
    expect(await listed()).toContainEqual({
      handle,
      until,
      redeemed: { account, key: text(identity.kid), name: body.name, mac: body.mac, at: houses.clock.now },
    });
    const { body: entry, log } = await changeBody(
      centre,
      centre.lead,
      [staffing(identity, BIT.counsellor)],
      [identity],
    );
    await centre.lead.browser.ask('appendLog', entry);
    centre.log = log;
    expect((await browser.ask('me', {})).centres).toMatchObject([
      { centre: text(centre.id), bits: BIT.counsellor },
    ]);
    expect((await listed()).map((one) => one.handle)).not.toContain(handle);
  });

  test('is asked for both the account and the name others will see', async () => {
    const { invitation } = await invite();
    const browser = houses.one.stranger();
    const { body } = await newcomerBody(browser, invitation);
    const { name: _, ...nameless } = body;
    const { account: __, ...bare } = body;
    expect(await browser.refusal('redeemInvitation', nameless)).toBe('400 FORMAT');
    expect(await browser.refusal('redeemInvitation', bare)).toBe('400 FORMAT');
    const asSeeker = await newAccount(browser, await newIdentity(ACCOUNT_KIND.seeker), newName());
    expect(await browser.refusal('redeemInvitation', { ...body, account: asSeeker })).toBe('400 FORMAT');
  });

  test('whose answer got lost asks again with the same bytes, for a day', async () => {
    const { invitation } = await invite();
    const { body } = await newcomerBody(houses.one.stranger(), invitation);
    const first = await houses.one.stranger().ask('redeemInvitation', body);
    const again = houses.one.stranger();
    expect(await again.ask('redeemInvitation', body)).toMatchObject({ account: first.account });
    expect((await again.ask('me', {})).account).toBe(first.account);
    const other = { ...body, account: { ...body.account, recoveryKey: text(random(32)) } };
    expect(await houses.one.stranger().refusal('redeemInvitation', other)).toBe('404 NOT_FOUND');
    expect(await houses.one.stranger().refusal('redeemInvitation', { ...body, mac: null })).toBe(
      '404 NOT_FOUND',
    );
    houses.clock.now += 24 * 3_600_000;
    expect(await houses.one.stranger().refusal('redeemInvitation', body)).toBe('404 NOT_FOUND');
  });

  test('leaves nothing behind when the name is taken, and the link still works', async () => {
    const { invitation } = await invite();
    const browser = houses.one.stranger();
    const taken = await newcomerBody(browser, invitation);
    await browser.ask('redeemInvitation', taken.body);
    const second = await invite();
    const late = houses.one.stranger();
    const identity = await newIdentity(ACCOUNT_KIND.staff);
    const account = await newAccount(late, identity, taken.body.account.name);
    const body = { ...taken.body, invitation: second.invitation, account };
    expect(await late.refusal('redeemInvitation', body)).toBe('409 HANDLE_TAKEN');
    expect(await late.refusal('keyBundle', { key: text(identity.kid) })).toBe('404 NOT_FOUND');
    expect(await late.refusal('readInvitation', { invitation: second.invitation })).toBe('200');
  });
});

describe('a link', () => {
  const clara = () => houses.one.seat('staff');

  test('works once: of two at once one wins', async () => {
    const { invitation } = await invite();
    const two = await Promise.all([clara(), clara()]);
    const answers = await Promise.all(
      two.map(({ browser }) => browser.refusal('redeemInvitation', { invitation, mac: null })),
    );
    expect(answers.sort()).toEqual(['200', '404 NOT_FOUND']);
    expect(await houses.one.stranger().refusal('readInvitation', { invitation })).toBe('404 NOT_FOUND');
  });

  test('ends after a week', async () => {
    const { invitation, handle } = await invite();
    houses.clock.now += week;
    const { browser } = await clara();
    expect(await browser.refusal('readInvitation', { invitation })).toBe('404 NOT_FOUND');
    expect(await browser.refusal('redeemInvitation', { invitation, mac: null })).toBe('404 NOT_FOUND');
    expect((await listed()).map((one) => one.handle)).not.toContain(handle);
  });

  test('ends when withdrawn, also for whoever came by it', async () => {
    const [used, unused] = [await invite(), await invite()];
    const { browser, account } = await clara();
    await browser.ask('redeemInvitation', { invitation: used.invitation, mac: null });
    for (const { handle } of [used, unused, unused])
      await centre.lead.browser.ask('withdrawInvitation', { centre: text(centre.id), handle });
    expect(await browser.refusal('redeemInvitation', { invitation: unused.invitation, mac: null })).toBe(
      '404 NOT_FOUND',
    );
    expect((await listed()).filter(({ redeemed }) => redeemed?.account === text(account))).toEqual([]);
  });

  test('is nothing in another organisation, and nothing when made up', async () => {
    const { invitation } = await invite();
    const foreign = await houses.two.seat('staff');
    expect(await foreign.browser.refusal('readInvitation', { invitation })).toBe('404 NOT_FOUND');
    expect(await foreign.browser.refusal('redeemInvitation', { invitation, mac: null })).toBe(
      '404 NOT_FOUND',
    );
    const made = { invitation: text(random(16)), mac: null };
    expect(await (await clara()).browser.refusal('redeemInvitation', made)).toBe('404 NOT_FOUND');
  });

  test('is stored as a hash only', async () => {
    const { invitation } = await invite();
    const { rows } = await database.owner.pool.query('select i::text as row from invitations i');
    const secret = Buffer.from(invitation, 'base64url').toString('hex');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => row.includes(secret))).toEqual([]);
  });

  test('keeps its handle to itself', async () => {
    const { handle } = await invite();
    expect(await centre.lead.browser.refusal('inviteColleague', { centre: text(centre.id), handle })).toBe(
      '409 ID_TAKEN',
    );
  });

  test('used by signed-in staff makes no second account and answers again', async () => {
    const { invitation } = await invite();
    const { browser, account } = await clara();
    const body = { invitation, mac: text(random(32)) };
    const first = await browser.ask('redeemInvitation', body);
    expect(first.account).toBe(text(account));
    expect(await browser.ask('redeemInvitation', body)).toEqual(first);
    expect(await browser.refusal('redeemInvitation', { ...body, mac: null })).toBe('404 NOT_FOUND');
    const another = (await newcomerBody(houses.one.stranger(), invitation)).body;
    expect(await browser.refusal('redeemInvitation', another)).toBe('400 FORMAT');
  });

  test('that let someone in is gone with their last right', async () => {
    const { invitation, handle } = await invite();
    const david = await houses.one.seat('staff', 'David Okafor');
    await david.browser.ask('redeemInvitation', { invitation, mac: null });
    await letIn(centre, david, BIT.reader);
    const { body, log } = await changeBody(centre, centre.lead, [staffing(david, 0)]);
    await centre.lead.browser.ask('appendLog', body);
    centre.log = log;
    expect((await listed()).map((one) => one.handle)).not.toContain(handle);
  });
});

describe('the operator', () => {
  test('makes an administrator by a link that works once and in one organisation', async () => {
    const made = await inviteAdministrator(database.owner, 'Lindenwerk');
    expect(made).toMatchObject({ host: 'localhost' });
    const invitation = text(made!.invitation);
    // The operator's clock is the machine's; this one is turned back to it.
    houses.clock.now = Date.now();
    expect(await houses.two.stranger().refusal('readInvitation', { invitation })).toBe('404 NOT_FOUND');
    const browser = houses.one.stranger();
    const { body } = await newcomerBody(browser, invitation, 'Franz Vogel');
    await browser.ask('redeemInvitation', { ...body, mac: null });
    expect(await browser.ask('me', {})).toMatchObject({ isAdministrator: true, name: 'Franz Vogel' });
    expect(await browser.refusal('listCentres', {})).toBe('200');
    const { browser: second } = await houses.one.seat('staff');
    expect(await second.refusal('redeemInvitation', { invitation, mac: null })).toBe('404 NOT_FOUND');
  });

  test('knows no organisation of another name', async () => {
    expect(await inviteAdministrator(database.owner, 'Eschenhaus')).toBeNull();
  });
});
