import { BIT, CENTRE_KEY, fromBase64url, hex, toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { miriam, thomas } from '../cast/people.ts';
import { join } from '../cast/raise.ts';
import { setBits } from '../centre/extend.ts';
import { invite, letIn, listCandidates } from '../centre/invite.ts';
import { centreKeyAt } from '../centre/keys.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { after } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { takeBack as comeAgain, conversationOf, lineOf, seekerOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { accept } from './accept.ts';
import { refresh } from './open.ts';

const organisation = await useOrganisation();
const { centre, lead: eva, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];

const kidOf = (self: Self) => toBase64url(self.account.bundle.kid);
const letGo = (self: Self) => setBits(eva, centre, kidOf(self), 0);
const takeBack = (self: Self, bits: number = BIT.counsellor) => comeAgain(eva, centre, self, bits);
const changes = async (self: Self, conversation: string) =>
  (await refresh(self, conversation)).entries.flatMap((entry) => (entry.t === 'change' ? [entry.what] : []));
const firstWords = async (self: Self, conversation: string) =>
  (await listWaiting(self)).waiting.find((one) => one.conversation === conversation)?.firstWords;

describe('the gate', () => {
  it('is passed by the next who writes after a new vault key, on either side and mid-message', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, david);
    // Clara is custodian: with her the vault key goes. David and Ada stay.
    lineOf(ada).plan(
      'appendMessage',
      after(() => letGo(clara)),
    );
    await send(ada, conversation, 'Während jemand geht.');
    expect(await changes(ada, conversation)).toEqual(['opened', 'accepted', 'tidied']);
    await takeBack(clara, BIT.counsellor | BIT.custodian);
    await send(david, conversation, 'Ohne Tor.');
    await letGo(clara);
    await send(david, conversation, 'Durch das zweite Tor.');
    expect(await changes(david, conversation)).toEqual(['opened', 'accepted', 'tidied', 'tidied']);
    expect(await textsOf(ada, conversation)).toEqual(await textsOf(david, conversation));
    await takeBack(clara, BIT.counsellor | BIT.custodian);
  });

  it('is passed once when both come at the same time', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, david);
    await letGo(clara);
    const words = ['eins', 'zwei', 'drei', 'vier'];
    await Promise.all(words.map((word, i) => send(i % 2 ? ada : david, conversation, word)));
    expect(await changes(ada, conversation)).toEqual(['opened', 'accepted', 'tidied']);
    expect((await textsOf(ada, conversation)).slice(1).sort()).toEqual([...words].sort());
    await takeBack(clara, BIT.counsellor | BIT.custodian);
  });

  it('leaves the seeker of a removed counsellor an orphan, whose words are not sealed to nobody', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, david);
    await send(david, conversation, 'Bis morgen.');
    await letGo(david);
    await expect(send(ada, conversation, 'Sind Sie da?')).rejects.toMatchObject({ code: 'ORPHAN' });
    expect(await refresh(ada, conversation)).toMatchObject({ state: 'orphan', isChecked: true });
    expect([...ada.outbox.rows.values()]).toMatchObject([
      { stoppedBy: 'ORPHAN', body: { x: 'Sind Sie da?' } },
    ]);
    expect(await changes(ada, conversation)).toEqual(['opened', 'accepted']);
    for (const act of [refresh(david, conversation), send(david, conversation, 'Ich noch.')])
      await expect(act).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await takeBack(david);
    await send(david, conversation, 'Ich bin wieder da.');
    expect(await textsOf(ada, conversation)).toContain('Ich bin wieder da.');
  });
});

describe('a new inbox key while an enquiry waits', () => {
  it('opens it to those who stay and to those who come, and no longer to who has left', async () => {
    const waits = await seekerOf(organisation, centre, 'Ich warte schon.');
    expect(await firstWords(david, waits.conversation)).toBe('Ich warte schon.');
    await letGo(david);
    const later = await seekerOf(organisation, centre, 'Ich kam danach.');
    for (const self of [
      clara,
      await signIn(organisation.newWorld(), 'clara', altstadt.colleagues[0]!.person.phrase),
    ])
      for (const { conversation, text } of [
        { ...waits, text: 'Ich warte schon.' },
        { ...later, text: 'Ich kam danach.' },
      ])
        expect(await firstWords(self, conversation)).toBe(text);

    const newcomer = await join(organisation.newWorld(), (await invite(eva, centre)).path, miriam);
    expect((await listWaiting(newcomer)).waiting).toEqual([]);
    const candidate = (await listCandidates(eva, centre)).find((one) => one.person?.name === miriam.name)!;
    await letIn(eva, centre, candidate, { bits: BIT.counsellor, digitsCompared: false });
    expect(await firstWords(newcomer, waits.conversation)).toBe('Ich warte schon.');
    expect(await firstWords(newcomer, later.conversation)).toBe('Ich kam danach.');
    await accept(newcomer, waits.conversation);
    await send(newcomer, waits.conversation, 'Jetzt bin ich da.');
    expect(await textsOf(waits.self, waits.conversation)).toEqual(['Ich warte schon.', 'Jetzt bin ich da.']);

    expect((await listWaiting(david)).waiting).toEqual([]);
    await expect(refresh(david, later.conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(accept(david, later.conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const newest = clara.logs.get(hex(Buffer.from(centre, 'base64url')))!.views.at(-1)!.inbox!;
    const place = { centre: fromBase64url(centre), which: CENTRE_KEY.inbox };
    const held = [clara, newcomer, david].map((self) => centreKeyAt(self, place, newest.kid) !== undefined);
    expect(held).toEqual([true, true, false]);
    await takeBack(david);
    expect(await firstWords(david, later.conversation)).toBe('Ich kam danach.');
  });

  it('and through two rotations, down the chain of keys', async () => {
    const waits = await seekerOf(organisation, centre, 'Seit zwei Schlüsseln.');
    await letGo(david);
    await takeBack(david);
    await letGo(david);
    const newcomer = await join(organisation.newWorld(), (await invite(eva, centre)).path, thomas);
    const candidate = (await listCandidates(eva, centre)).find((one) => one.person?.name === thomas.name)!;
    await letIn(eva, centre, candidate, { digitsCompared: false });
    expect(await firstWords(newcomer, waits.conversation)).toBe('Seit zwei Schlüsseln.');
    await accept(newcomer, waits.conversation);
    await takeBack(david);
  });
});

describe('two leads at once', () => {
  it('LOG_IDX: the slower one decides again on the newer log', async () => {
    await setBits(eva, centre, kidOf(clara), BIT.counsellor | BIT.custodian | BIT.lead);
    await Promise.all([
      setBits(eva, centre, kidOf(david), BIT.counsellor | BIT.reader),
      setBits(clara, centre, kidOf(eva), BIT.counsellor | BIT.lead | BIT.custodian | BIT.reader),
    ]);
    lineOf(eva).plan(
      'appendLog',
      after(() => setBits(clara, centre, kidOf(david), BIT.counsellor | BIT.reader | BIT.writer)),
    );
    await letGo(david);
    const view = eva.logs.get(hex(Buffer.from(centre, 'base64url')))!.views.at(-1)!;
    const bits = (self: Self) =>
      view.staff.find(({ kid }) => hex(kid) === hex(self.account.bundle.kid))?.bits;
    expect([bits(eva), bits(david)]).toEqual([15, undefined]);
  });
});
