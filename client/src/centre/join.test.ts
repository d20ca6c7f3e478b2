import { BIT, fromBase64url, hex, toBase64url } from '@beistand/wire';
import { expect, test } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { draftCentre, inviteLead } from '../administration/centres.ts';
import { join, linkParts } from '../cast/raise.ts';
import { call, Unreachable } from '../server/call.ts';
import { answerLost, faultyWorld, requestLost, retold, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { lineOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { describeCentre, listAwaited, noteCompared } from './describe.ts';
import { checkPaper, drawPaper, foundCentre } from './found.ts';
import {
  beginJoining,
  finishJoining,
  invite,
  letIn,
  listCandidates,
  prepareJoining,
  renameJoining,
} from './invite.ts';
import { newestView, syncLog, syncMyLog } from './log.ts';

const organisation = await useOrganisation();
const { lead, centre, colleagues } = await organisation.raise(altstadt);
const phrase = 'birke wolke tasse kanne leiter pinsel lampe';
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error) => error.code ?? error.name,
  );

const draft = (name = 'Breisgau') =>
  draftCentre(organisation.administrator, { ...altstadt.fields, name, topics: organisation.topicIds }, []);

async function follow(path: string, signInName: string) {
  const world = faultyWorld(organisation.origin);
  const { joining, writtenCode } = await beginJoining(world, {
    ...linkParts(path),
    name: 'Nora Feld',
    signInName,
    phrase,
  });
  return { world, joining, writtenCode };
}

test('an answer that got lost is asked for again with the same bytes, and makes one account', async () => {
  const { path } = await invite(lead, centre);
  const { world, joining } = await follow(path, 'nora');
  world.plan('redeemInvitation', answerLost);
  await expect(finishJoining(world, joining)).rejects.toThrow(Unreachable);
  const nora = await finishJoining(world, joining);
  expect(await call(nora.world, 'me', {})).toMatchObject({ name: 'Nora Feld', kind: 'staff' });
  const here = (await listCandidates(lead, centre)).filter(({ person }) => person?.name === 'Nora Feld');
  expect(here).toHaveLength(1);
  expect(here[0]?.person).toMatchObject({
    isProven: true,
    account: toBase64url(nora.account.bundle.account),
  });
});

test('a taken sign-in name changes nothing but the name; an old ticket is drawn anew', async () => {
  const { path } = await invite(lead, centre);
  const { world, joining, writtenCode } = await follow(path, altstadt.lead.signInName);
  await prepareJoining(world, joining);
  expect(await codeOf(finishJoining(world, joining))).toBe('HANDLE_TAKEN');
  renameJoining(joining, 'nora-feld');
  world.plan('redeemInvitation', says('TICKET'));
  const nora = await finishJoining(world, joining);
  expect(writtenCode).toMatch(/^(\w{4}-){6}\w{4}$/);
  expect(world.calls.filter((name) => name === 'registerStart')).toHaveLength(2);
  expect(nora.account.bundle.account).toEqual(joining.seed.account);
});

test('a founding that never arrived can be tried again, one that arrived unheard is there', async () => {
  const drafted = await draft();
  const { path } = await inviteLead(organisation.administrator, drafted);
  const thea = await join(organisation.newWorld(), path, { name: 'Thea Ruh', signInName: 'thea', phrase });
  const { code, writtenCode } = await drawPaper(thea.world);
  const found = () => foundCentre(thea, drafted, 'Breisgau', { code });
  lineOf(thea).plan('appendLog', requestLost);
  await expect(found()).rejects.toThrow(Unreachable);
  lineOf(thea).plan('appendLog', answerLost);
  await expect(found()).rejects.toThrow(Unreachable);
  expect(await codeOf(found())).toBe('NOT_WANTED');
  await checkPaper(thea, drafted, writtenCode);
  expect(await describeCentre(thea, drafted)).toMatchObject({ name: 'Breisgau', policy: 2 });
});

test('a founding whose answer was lost is mine as soon as its log is seen, and is never founded over', async () => {
  const drafted = await draft('Hochrhein');
  const { path } = await inviteLead(organisation.administrator, drafted);
  const name = { name: 'Uta Ruh', signInName: 'uta' };
  const uta = await join(organisation.newWorld(), path, { ...name, phrase });
  const { code } = await drawPaper(uta.world);
  const found = () => foundCentre(uta, drafted, 'Hochrhein', { code });
  const of = fromBase64url(drafted);
  const line = lineOf(uta);
  line.plan('appendLog', requestLost);
  await expect(found()).rejects.toThrow(Unreachable);
  line.plan('appendLog', answerLost);
  await expect(found()).rejects.toThrow(Unreachable);
  // Nothing is pinned that wasn't seen, and a log that begins with no CREATE of mine isn't taken for mine.
  expect(uta.state.body.pins[hex(of)]).toBe(undefined);
  line.plan('readLog', says('NOT_FOUND'));
  line.plan('appendLog', requestLost);
  await expect(found()).rejects.toThrow(Unreachable);
  const another = await signIn(organisation.newWorld(), name.signInName, phrase);
  const log = await syncMyLog(another, of);
  expect(another.state.body).toMatchObject({ pins: { [hex(of)]: hex(log.entries[0]!.hash) }, founding: {} });

  lineOf(another).plan('readLog', says('NOT_FOUND'), 3);
  const pins = { ...another.state.body.pins };
  const before = lineOf(another).calls.length;
  expect(await codeOf(foundCentre(another, drafted, 'Hochrhein', { code }))).toBe('LOG_WITHHELD');
  expect(lineOf(another).calls.slice(before)).not.toContain('appendLog');
  expect(another.state.body.pins).toEqual(pins);
  lineOf(another).mend();
  expect(await codeOf(foundCentre(another, drafted, 'Hochrhein', { code }))).toBe('NOT_WANTED');
});

test('a log that begins with no CREATE of mine isn’t the one I founded', async () => {
  const of = fromBase64url(centre);
  const { path } = await invite(lead, centre);
  const { world, joining } = await follow(path, 'vera');
  const vera = await finishJoining(world, joining);
  const { [hex(of)]: pin, ...pins } = vera.state.body.pins;
  expect(pin).toBe(hex(newestView(await syncLog(lead, of)).createHash));
  vera.state = {
    ...vera.state,
    body: { ...vera.state.body, pins, founding: { [hex(of)]: ['00'.repeat(32)] } },
  };
  expect(await codeOf(syncMyLog(vera, of))).toBe('FALSE_CENTRE');
  expect(vera.state.body.pins[hex(of)]).toBe(undefined);
});

test('a centre is told by its log: who is in since when, what happened, how their keys are known', async () => {
  const now = await describeCentre(lead, centre);
  const byKey = (of: { account: { bundle: { kid: Uint8Array<ArrayBuffer> } } }) =>
    now.people.find(({ key }) => key === toBase64url(of.account.bundle.kid));
  const [clara, david] = colleagues as [(typeof colleagues)[number], (typeof colleagues)[number]];
  expect(now.people.filter(({ isPaper }) => isPaper)).toMatchObject([{ digits: null, checked: null }]);
  expect(byKey(lead)).toMatchObject({
    isMe: true,
    digits: null,
    bits: BIT.counsellor | BIT.lead | BIT.custodian,
  });
  expect(byKey(clara)).toMatchObject({ bits: BIT.counsellor | BIT.custodian, checked: { by: 'link' } });
  expect(byKey(clara)?.custodianSince).toBe(byKey(clara)?.since);
  expect(byKey(david)).toMatchObject({ bits: BIT.counsellor, custodianSince: null });
  expect(byKey(david)?.digits).toMatch(/^(\d{5} ){5}\d{5}$/);
  const fromDavid = await describeCentre(david, centre);
  const mine = fromDavid.people.find(({ key }) => key === toBase64url(lead.account.bundle.kid));
  expect(mine).toMatchObject({ digits: byKey(david)?.digits, checked: null });
  expect(fromDavid.fingerprint).toBe(now.fingerprint);
  expect(now.changes.map(({ what }) => what)).toEqual(['founded', 'key', 'key', 'person', 'person']);

  await noteCompared(david, toBase64url(lead.account.bundle.kid));
  const { people } = await describeCentre(david, centre);
  expect(people.find(({ key }) => key === toBase64url(lead.account.bundle.kid))?.checked?.by).toBe('digits');
});

test('who waits to be let in knows the centre and the digits the lead sees; the lead sees the note', async () => {
  const note = { name: 'Paul', bits: BIT.counsellor | BIT.custodian };
  const { path } = await invite(lead, centre, note);
  const { world, joining } = await follow(path, 'paul');
  const paul = await finishJoining(world, joining);
  const candidate = (await listCandidates(lead, centre)).find((one) => one.note?.name === 'Paul')!;
  expect(await listAwaited(paul)).toEqual([
    { centre, name: altstadt.fields.name, isIn: false, digits: [candidate.person?.digits] },
  ]);
  await letIn(lead, centre, candidate, { digitsCompared: false });
  expect(await listAwaited(paul)).toMatchObject([{ isIn: true }]);
  const { people } = await describeCentre(paul, centre);
  expect(people.find(({ isMe }) => isMe)?.bits).toBe(note.bits);
});

test('FALSE_CENTRE: a server that calls a colleague’s link another kind doesn’t get round the check of its centre', async () => {
  const { path } = await invite(lead, centre);
  const { world, joining } = await follow(path, 'jona');
  for (const kind of ['lead', 'administrator'] as const) {
    world.plan(
      'readInvitation',
      retold('readInvitation', (answer) => ({ ...answer, kind })),
    );
    expect(await codeOf(finishJoining(world, joining))).toBe('FALSE_CENTRE');
  }
  expect(world.calls).not.toContain('registerStart');
});
