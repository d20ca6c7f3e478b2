// Long: one list of what a batch may and may not do to a centre, to be read against the rules of the log.
import { ACCOUNT_KIND, BIT, cat, type LogChange, logEntryBody, toBase64url as text } from '@beistand/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  changeBody,
  comeTo,
  draftWithFounder,
  foundedCentre,
  foundingBody,
  foundingChanges,
  key,
  letIn,
  openCentre,
  person,
  staffing,
  type TestCentre,
} from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { newIdentity, random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
let houses: Houses;
let franz: Seated;
beforeAll(async () => {
  houses = await openHouses(database);
  franz = await houses.one.seatAdministrator();
});

const append = (who: Seated, body: Awaited<ReturnType<typeof changeBody>>['body']) =>
  who.browser.refusal('appendLog', body);
const newPaper = () => newIdentity(ACCOUNT_KIND.paper);
const entriesOf = async (centre: TestCentre) =>
  (await centre.lead.browser.ask('readLog', { centre: text(centre.id) })).entries;

describe('founding', () => {
  const draft = async () => {
    const made = await draftWithFounder(houses.one, franz);
    return { ...made, paper: await newPaper() };
  };

  test('CREATE, keys, boxes and paper in one batch; the staff table is the view', async () => {
    const centre = await foundedCentre(houses.one, franz);
    expect(await entriesOf(centre)).toEqual(centre.log.entries.map(({ bytes }) => text(bytes)));
    const staff = await centre.lead.browser.ask('readStaff', { centre: text(centre.id) });
    expect(staff).toMatchObject({
      staff: [{ account: text(centre.lead.account), name: 'Eva Lindner', bits: 7 }],
      papers: [{ key: text(centre.paper.kid), checkedAt: null }],
      state: 'founded',
    });
    const { seeds } = await centre.lead.browser.ask('readSeeds', { centre: text(centre.id) });
    expect(seeds.map((seed) => seed.key).sort()).toEqual(
      [text(centre.log.view.inbox!.kid), text(centre.log.view.vault!.kid)].sort(),
    );
    expect((await franz.browser.ask('listCentres', {})).centres).toContainEqual(
      expect.objectContaining({ centre: text(centre.id), state: 'founded' }),
    );
  });

  test('is for the invited account alone', async () => {
    const { id, lead, paper } = await draft();
    const other = await houses.one.seat('staff');
    const { body } = await foundingBody(id, other, paper);
    expect(await append(other, body)).toBe('404 NOT_FOUND');
    expect(await append(franz, (await foundingBody(id, franz, paper)).body)).toBe('404 NOT_FOUND');
    expect(await append(lead, body)).toBe('400 SENDER');
  });

  test('happens once: the first CREATE wins', async () => {
    const { id, lead, paper } = await draft();
    const second = await houses.one.seat('staff');
    const { invitation } = await franz.browser.ask('inviteLead', { centre: text(id) });
    await second.browser.ask('redeemInvitation', { invitation, mac: null });
    const [first, late] = await Promise.all([
      append(lead, (await foundingBody(id, lead, paper)).body),
      append(second, (await foundingBody(id, second, await newPaper())).body),
    ]);
    // The loser was a founder before the other's CREATE and is merely staff after it.
    expect([first, late].sort()).toEqual(['201', '409 LOG_IDX']);
    expect(await franz.browser.refusal('inviteLead', { centre: text(id) })).toBe('404 NOT_FOUND');
  });

  test('names the founder as lead and at most one paper', async () => {
    const { id, lead, paper, name } = await draft();
    const friend = await houses.one.seat('staff');
    const second = await newPaper();
    const create = (staff: ReturnType<typeof person>[]): LogChange[] => [
      { type: 'create', name, vault: 2, staff },
      key(2),
      key(3),
    ];
    const me = person(lead, BIT.counsellor | BIT.lead | BIT.custodian);
    const sheet = person(paper, BIT.lead | BIT.custodian);
    const withFriend = create([me, sheet, person(friend, BIT.counsellor)]);
    expect(await append(lead, (await foundingBody(id, lead, paper, withFriend, [friend])).body)).toBe(
      '422 LOG_ACCOUNT',
    );
    const withTwo = create([me, sheet, person(second, BIT.lead)]);
    const twoPapers = (await foundingBody(id, lead, paper, withTwo, [second])).body;
    const bundles = [paper, second].map(({ bundle }) => text(bundle.bytes));
    expect(await append(lead, { ...twoPapers, bundles })).toBe('422 LOG_ACCOUNT');
    const { body } = await foundingBody(id, lead, paper, create([me, sheet]));
    expect(await append(lead, body)).toBe('201');
  });

  test('bears the draft’s name', async () => {
    const { id, lead, paper } = await draft();
    const [create, ...keys] = foundingChanges(id, lead, paper);
    for (const name of ['Freiburg-Altstadt', '', `a\u202e${'b'.repeat(10_000)}`]) {
      const { body } = await foundingBody(id, lead, paper, [{ ...create, name } as LogChange, ...keys]);
      expect(await append(lead, body)).toBe('409 AGAIN');
    }
    expect(await append(lead, (await foundingBody(id, lead, paper)).body)).toBe('201');
  });

  test('needs both keys and a box for each who holds them', async () => {
    const { id, lead, paper } = await draft();
    const withoutVault = await foundingBody(id, lead, paper, foundingChanges(id, lead, paper).slice(0, 2));
    expect(await append(lead, withoutVault.body)).toBe('422 KEYS');
    const { body } = await foundingBody(id, lead, paper);
    expect(await append(lead, { ...body, seeds: body.seeds.slice(1) })).toBe('400 FORMAT');
    expect(await append(lead, { ...body, seeds: [...body.seeds, body.seeds[0]!] })).toBe('400 FORMAT');
    const foreign = { ...body.seeds[0]!, person: text(random(32)) };
    expect(await append(lead, { ...body, seeds: [...body.seeds, foreign] })).toBe('400 FORMAT');
    expect(await append(lead, { ...body, bundles: [] })).toBe('422 AKB');
    const stranger = await newPaper();
    expect(await append(lead, { ...body, bundles: [...body.bundles, text(stranger.bundle.bytes)] })).toBe(
      '400 FORMAT',
    );
    expect(await append(lead, { ...body, bundles: [text(lead.bundle.bytes)] })).toBe('400 FORMAT');
    expect(
      await append(lead, { ...body, previous: [{ key: text(random(32)), box: text(random(48)) }] }),
    ).toBe('400 FORMAT');
    expect(await append(lead, body)).toBe('201');
  });

  test('a paper under an id that is someone else’s is refused', async () => {
    const { id, lead } = await draft();
    const paper = await newPaper();
    await database.owner.kysely
      .insertInto('key_bundles')
      .values({
        kid: random(32),
        organisation_id: houses.two.id,
        account_id: paper.account,
        kind: 3,
        bytes: paper.bundle.bytes,
      })
      .execute();
    expect(await append(lead, (await foundingBody(id, lead, paper)).body)).toBe('409 ID_TAKEN');
  });
});

describe('appending', () => {
  test('a colleague let in, and out again with a new inbox key', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const clara = await houses.one.seat('staff');
    await letIn(centre, clara, BIT.counsellor);
    expect((await clara.browser.ask('readSeeds', { centre: text(centre.id) })).seeds).toHaveLength(1);
    const without = await changeBody(centre, centre.lead, [staffing(clara, 0)]);
    expect(await append(centre.lead, without.body)).toBe('422 KEYS');
    const { body } = await changeBody(centre, centre.lead, [staffing(clara, 0), key(2)]);
    const link = { key: body.seeds[0]!.key, box: text(random(48)) };
    expect(await append(centre.lead, { ...body, previous: [link] })).toBe('201');
    expect(await clara.browser.refusal('readSeeds', { centre: text(centre.id) })).toBe('404 NOT_FOUND');
    expect(await clara.browser.refusal('readStaff', { centre: text(centre.id) })).toBe('404 NOT_FOUND');
    expect((await centre.lead.browser.ask('readSeeds', { centre: text(centre.id) })).previous).toEqual([
      link,
    ]);
  });

  test('the very same bytes again answer the same, others at their place LOG_IDX', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const [clara, david] = [await houses.one.seat('staff'), await houses.one.seat('staff')];
    await comeTo(centre, clara);
    const { body, log } = await changeBody(centre, centre.lead, [staffing(clara, BIT.counsellor)], [clara]);
    expect(await append(centre.lead, body)).toBe('201');
    expect(await append(centre.lead, body)).toBe('200');
    const late = await changeBody(centre, centre.lead, [staffing(david, BIT.counsellor)], [david]);
    expect(await append(centre.lead, late.body)).toBe('409 LOG_IDX');
    const early = await changeBody(
      { ...centre, log },
      centre.lead,
      [staffing(david, BIT.counsellor)],
      [david],
    );
    const second = await changeBody({ ...centre, log: early.log }, centre.lead, [
      staffing(david, BIT.counsellor | BIT.lead),
    ]);
    expect(await append(centre.lead, second.body)).toBe('409 LOG_IDX');
    expect(await entriesOf(centre)).toHaveLength(4);
  });

  test('only a lead signs, only in their own session, only for this centre', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const [clara, david] = [await houses.one.seat('staff'), await houses.one.seat('staff')];
    await letIn(centre, clara, BIT.counsellor);
    await comeTo(centre, david);
    const byLead = (await changeBody(centre, centre.lead, [staffing(david, BIT.counsellor)], [david])).body;
    expect(await append(clara, byLead)).toBe('400 SENDER');
    const other = await foundedCentre(houses.one, franz);
    expect(await append(other.lead, { ...byLead, centre: text(other.id) })).toBe('400 SENDER');
    const asIf = {
      ...centre,
      log: {
        ...centre.log,
        view: {
          ...centre.log.view,
          staff: centre.log.view.staff.map((one) => ({ ...one, bits: one.bits | BIT.lead })),
        },
      },
    };
    const byClara = await changeBody(asIf, clara, [staffing(david, BIT.counsellor)], [david]);
    expect(await append(clara, byClara.body)).toBe('422 LOG_SIGNER');
    expect(await append(centre.lead, byLead)).toBe('201');
  });

  test('broken links, types, signatures and accounts each say so', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const [clara, seeker] = [await houses.one.seat('staff'), await houses.one.seat('seeker')];
    const { body } = await changeBody(centre, centre.lead, [staffing(clara, BIT.counsellor)], [clara]);
    const spoil = (at: number) => {
      const bytes = Uint8Array.from(Buffer.from(body.entries[0]!, 'base64url'));
      bytes[at]! ^= 1;
      return { ...body, entries: [text(bytes)] };
    };
    expect(await append(centre.lead, spoil(30))).toBe('422 LOG_LINK');
    expect(await append(centre.lead, spoil(200))).toBe('400 SIGNATURE');
    expect(await append(centre.lead, spoil(0))).toBe('400 FORMAT');
    expect(await append(centre.lead, spoil(10))).toBe('400 SENDER');
    const asSeeker = await changeBody(centre, centre.lead, [staffing(seeker, BIT.counsellor)], [seeker]);
    expect(await append(centre.lead, asSeeker.body)).toBe('422 LOG_ACCOUNT');
    const wrongPair = staffing({ ...clara, account: seeker.account }, BIT.counsellor);
    expect(
      await append(centre.lead, (await changeBody(centre, centre.lead, [wrongPair], [clara])).body),
    ).toBe('422 LOG_ACCOUNT');
    const foreign = await houses.two.seat('staff');
    const asForeign = await changeBody(centre, centre.lead, [staffing(foreign, BIT.counsellor)], [foreign]);
    expect(await append(centre.lead, asForeign.body)).toBe('422 AKB');
  });

  test('a lead remains', async () => {
    const centre = await foundedCentre(houses.one, franz);
    // The helper's own rules would refuse to build it, so the paper leaves first and the lead's own entry is made by hand.
    const paperOut = await changeBody(centre, centre.lead, [staffing(centre.paper, 0), key(3)]);
    expect(await append(centre.lead, paperOut.body)).toBe('201');
    centre.log = paperOut.log;
    const body = await signed(centre, staffing(centre.lead, BIT.counsellor | BIT.custodian));
    expect(await append(centre.lead, body)).toBe('422 LOG_LAST_LEAD');
  });

  test('a paper signs in a new lead from the session of whoever is staff somewhere in the organisation, and from no other', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const david = await houses.one.seat('staff');
    await letIn(await foundedCentre(houses.one, franz), david, BIT.reader);
    const bits = BIT.counsellor | BIT.lead | BIT.custodian;
    const { body } = await changeBody(centre, centre.paper, [staffing(david, bits)], [david]);
    const seeker = await houses.one.seat('seeker');
    expect(await append(seeker, body)).toBe('404 NOT_FOUND');
    expect(await append(await houses.two.seat('staff'), body)).toBe('404 NOT_FOUND');
    const boxes = { centre: text(centre.id), paper: text(centre.paper.kid) };
    expect((await david.browser.ask('readSeeds', boxes)).seeds).toHaveLength(1);
    expect(await david.browser.refusal('readSeeds', { ...boxes, paper: text(centre.lead.kid) })).toBe(
      '404 NOT_FOUND',
    );
    expect(await append(david, body)).toBe('201');
  });

  test('who is out of every centre neither fetches a paper’s boxes nor brings its entries', async () => {
    const [centre, other] = [await foundedCentre(houses.one, franz), await foundedCentre(houses.one, franz)];
    const david = await houses.one.seat('staff');
    const boxes = { centre: text(centre.id), paper: text(centre.paper.kid) };
    expect(await david.browser.refusal('readSeeds', boxes)).toBe('404 NOT_FOUND');
    await letIn(other, david, BIT.counsellor);
    expect(await david.browser.refusal('readSeeds', boxes)).toBe('200');
    const out = await changeBody(other, other.lead, [staffing(david, 0), key(2)]);
    expect(await append(other.lead, out.body)).toBe('201');
    expect(await david.browser.refusal('readSeeds', boxes)).toBe('404 NOT_FOUND');
    const { body } = await changeBody(centre, centre.paper, [staffing(david, BIT.lead)], [david]);
    expect(await append(david, body)).toBe('404 NOT_FOUND');
    await comeTo(other, david);
    expect(await append(david, body)).toBe('201');
  });

  test('an open centre keeps a counsellor', async () => {
    const centre = await openCentre(houses.one, franz);
    const out = [
      staffing(centre.colleague, 0),
      staffing(centre.lead, BIT.lead | BIT.custodian),
      key(2),
      key(3),
    ];
    const { body } = await changeBody(centre, centre.lead, out);
    const { status, body: said } = await centre.lead.browser.say('appendLog', body);
    expect([status, said]).toEqual([
      409,
      expect.objectContaining({ code: 'NOT_READY', missing: ['counsellors'] }),
    ]);
  });
});

describe('a long log', () => {
  test('grows by so many entries an hour, and is read in pages', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const clara = await houses.one.seat('staff');
    await letIn(centre, clara, BIT.reader);
    const turn = async (count: number) => {
      const bits = Array.from({ length: count }, (_, n) => (n % 2 ? BIT.reader : BIT.writer));
      const { log, body } = await changeBody(
        centre,
        centre.lead,
        bits.map((bit) => staffing(clara, bit)),
      );
      const said = await append(centre.lead, body);
      if (said === '201') centre.log = log;
      return said;
    };
    expect(await turn(400)).toBe('201');
    expect(await turn(97)).toBe('429 SLOW');
    expect(await turn(96)).toBe('201');
    expect(await turn(1)).toBe('429 SLOW');
    houses.clock.now += 3_600_000;
    expect(await turn(1)).toBe('201');
    const seen: string[] = [];
    let from: number | null = 0;
    while (from !== null) {
      const page: { entries: string[]; next: number | null } = await clara.browser.ask('readLog', {
        centre: text(centre.id),
        from,
      });
      expect(page.entries.length).toBeLessThanOrEqual(256);
      seen.push(...page.entries);
      from = page.next;
    }
    expect(seen).toEqual(centre.log.entries.map(({ bytes }) => text(bytes)));
    expect(seen).toHaveLength(501);
  });

  test('holds no key that nothing can be sealed to', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const xwPk = new Uint8Array(1216).fill(255);
    const { body } = await changeBody(centre, centre.lead, [{ type: 'key', which: 2, xwPk }]);
    expect(await append(centre.lead, body)).toBe('400 BROKEN_KEY');
  });
});

describe('consent', () => {
  const bits = BIT.counsellor;

  test('nobody becomes staff of a centre they did not come to', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const other = await foundedCentre(houses.one, franz);
    const eva = await houses.one.seat('staff');
    await letIn(other, eva, BIT.counsellor | BIT.lead);
    const add = await changeBody(centre, centre.lead, [staffing(eva, bits)], [eva]);
    expect(await append(centre.lead, add.body)).toBe('422 LOG_ACCOUNT');
    const passing = await changeBody(
      centre,
      centre.lead,
      [staffing(eva, bits), staffing(eva, 0), key(2)],
      [eva],
    );
    expect(
      await append(centre.lead, {
        ...passing.body,
        seeds: passing.body.seeds.filter(({ person }) => person !== text(eva.kid)),
      }),
    ).toBe('422 LOG_ACCOUNT');
    expect((await eva.browser.ask('me', {})).centres.map((one) => one.centre)).toEqual([text(other.id)]);
    await comeTo(centre, eva);
    expect(await append(centre.lead, add.body)).toBe('201');
  });

  test('an invitation that was withdrawn, or that removal took along, lets nobody in', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const [clara, david] = [await houses.one.seat('staff'), await houses.one.seat('staff')];
    await comeTo(centre, clara);
    const place = { centre: text(centre.id) };
    const { invitations } = await centre.lead.browser.ask('listInvitations', place);
    await centre.lead.browser.ask('withdrawInvitation', { ...place, handle: invitations[0]!.handle });
    const turnedAway = await changeBody(centre, centre.lead, [staffing(clara, bits)], [clara]);
    expect(await append(centre.lead, turnedAway.body)).toBe('422 LOG_ACCOUNT');
    await letIn(centre, david, bits);
    const out = await changeBody(centre, centre.lead, [staffing(david, 0), key(2)]);
    expect(await append(centre.lead, out.body)).toBe('201');
    const back = await changeBody({ ...centre, log: out.log }, centre.lead, [staffing(david, bits)]);
    expect(await append(centre.lead, back.body)).toBe('422 LOG_ACCOUNT');
  });

  test('a paper signs in whoever sends its entry, and nobody else; another centre’s paper is none', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const [david, eva] = [await houses.one.seat('staff'), await houses.one.seat('staff')];
    await comeTo(await foundedCentre(houses.one, franz), david, eva);
    const all = BIT.counsellor | BIT.lead | BIT.custodian;
    const { body } = await changeBody(centre, centre.paper, [staffing(david, all)], [david]);
    expect(await append(eva, body)).toBe('422 LOG_ACCOUNT');
    expect(await append(david, body)).toBe('201');
    const other = await foundedCentre(houses.one, franz);
    const foreign = await changeBody(other, other.lead, [staffing(centre.paper, BIT.lead)], [centre.paper]);
    expect(await append(other.lead, foreign.body)).toBe('422 LOG_ACCOUNT');
    const brought = { ...foreign.body, bundles: [text(centre.paper.bundle.bytes)] };
    expect(await append(other.lead, brought)).toBe('422 LOG_ACCOUNT');
  });
});

describe('keys of one centre', () => {
  const boxesFor = async ({ lead, id }: TestCentre) =>
    (await lead.browser.ask('readSeeds', { centre: text(id) })).seeds;
  const named = ({ log }: TestCentre): LogChange[] => [
    { type: 'key', which: 2, xwPk: log.view.inbox!.xwPk },
    { type: 'key', which: 3, xwPk: log.view.vault!.xwPk },
  ];

  test('a centre that names another’s key changes nothing there', async () => {
    const victim = await foundedCentre(houses.one, franz);
    const before = await boxesFor(victim);
    const attacker = await foundedCentre(houses.one, franz);
    const { body } = await changeBody(attacker, attacker.lead, named(victim));
    expect(await append(attacker.lead, body)).toBe('422 KEYS');
    const { id, lead } = await draftWithFounder(houses.one, franz);
    const paper = await newPaper();
    const [create] = foundingChanges(id, lead, paper);
    const founding = await foundingBody(id, lead, paper, [create!, ...named(victim)]);
    expect(await append(lead, founding.body)).toBe('422 KEYS');
    const abroad = await foundedCentre(houses.two, await houses.two.seatAdministrator());
    const there = await changeBody(abroad, abroad.lead, named(victim));
    expect(await append(abroad.lead, there.body)).toBe('422 KEYS');
    expect(await boxesFor(victim)).toEqual(before);
  });

  test('a key comes once: an old one is no new one', async () => {
    const centre = await foundedCentre(houses.one, franz);
    const again = await changeBody(centre, centre.lead, named(centre));
    expect(await append(centre.lead, again.body)).toBe('422 KEYS');
    const fresh = key(2) as LogChange & { type: 'key' };
    const twice = await changeBody(centre, centre.lead, [fresh, { ...fresh, which: 3 }]);
    const seeds = [...new Map(twice.body.seeds.map((seed) => [seed.person, seed])).values()];
    expect(await append(centre.lead, { ...twice.body, seeds })).toBe('422 KEYS');
  });
});

/** One entry that breaks a rule, signed by the lead. */
async function signed(centre: TestCentre, change: LogChange) {
  const { view } = centre.log;
  const bytes = logEntryBody({
    centre: centre.id,
    idx: view.idx + 1,
    prev: view.hash,
    at: 0,
    signerKid: centre.lead.kid,
    change,
  });
  const entries = [text(cat(bytes, centre.lead.sign('log', bytes)))];
  return { centre: text(centre.id), entries, bundles: [], seeds: [], previous: [] };
}
