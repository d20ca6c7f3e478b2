import { BIT, CENTRE_KEY, fromBase64url, toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { accept } from '../conversation/accept.ts';
import { refresh } from '../conversation/open.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { type FaultyWorld, retold, says } from '../testing/faults.ts';
import { altstadt, emmendingen } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { listAwaited } from './describe.ts';
import { addEntry, addKey, newDraft, setBits } from './extend.ts';
import { invite } from './invite.ts';
import { syncLog } from './log.ts';

const organisation = await useOrganisation({ standing: [altstadt, emmendingen] });
const { centre, colleagues } = await organisation.raise(altstadt);
const elsewhere = await organisation.raise(emmendingen);
const [clara] = colleagues as [Self];
const { conversation, name, writtenCode } = await conversationOf(organisation, centre, clara);

/** The seeker on a device that has seen nothing of the conversation yet. */
async function freshAda(): Promise<{ self: Self; line: FaultyWorld }> {
  const self = await signInWithCode(organisation.newWorld(), name, writtenCode);
  return { self, line: lineOf(self) };
}
const flipped = (text: string): string => {
  const bytes = fromBase64url(text);
  bytes[bytes.length - 1]! ^= 1;
  return toBase64url(bytes);
};

describe('a log in pages', () => {
  it('is read to its end, and a page that leads nowhere on is the end', async () => {
    const { self, line } = await freshAda();
    const inPages = retold('readLog', ({ entries, next }) => ({
      entries: entries.slice(0, 2),
      next: entries.length > 2 ? 2 : next,
    }));
    line.plan('readLog', inPages);
    const whole = await syncLog(self, fromBase64url(centre));
    expect(whole.entries.length).toBeGreaterThan(4);
    const other = await freshAda();
    other.line.plan(
      'readLog',
      retold('readLog', ({ entries }) => ({ entries, next: 0 })),
      3,
    );
    const again = await syncLog(other.self, fromBase64url(centre));
    expect(again.entries.map(({ hash }) => hash)).toEqual(whole.entries.map(({ hash }) => hash));
  });
});

describe('a server that lies about a centre', () => {
  it('LOG_WITHHELD: keeps entries back, rolls them back, alters them or says there are none', async () => {
    const readers: [string, Parameters<FaultyWorld['plan']>[1]][] = [
      [
        'keeps the last back',
        retold('readLog', ({ entries }) => ({ entries: entries.slice(0, 2), next: null })),
      ],
      ['has none', says('NOT_FOUND')],
      [
        'alters one',
        retold('readLog', ({ entries }) => ({ entries: entries.map((one) => flipped(one)), next: null })),
      ],
      [
        'leaves one out',
        retold('readLog', ({ entries }) => ({ entries: entries.filter((_, i) => i !== 1), next: null })),
      ],
      ['shows another centre’s', retold('readLog', () => ({ entries: otherLog, next: null }))],
    ];
    for (const [what, fault] of readers) {
      const { self, line } = await freshAda();
      line.plan('readLog', fault, 100);
      await expect(send(self, conversation, 'Geheim'), what).rejects.toMatchObject({
        code: 'FROZEN',
        detail: 'LOG_WITHHELD',
      });
    }
    const { self, line } = await freshAda();
    await refresh(self, conversation);
    for (const fault of [
      retold('readLog', () => ({ entries: [], next: null })),
      retold('readLog', () => ({ entries: otherLog, next: null })),
    ]) {
      line.plan('readLog', fault);
      await expect(send(self, conversation, 'Geheim')).rejects.toMatchObject({ code: 'LOG_WITHHELD' });
    }
  });

  it('AKB: exchanges or withholds a key bundle', async () => {
    const other = toBase64url(clara.account.bundle.bytes);
    for (const fault of [retold('keyBundle', () => ({ bundle: other })), says('NOT_FOUND')]) {
      const { self, line } = await freshAda();
      line.plan('keyBundle', fault, 100);
      await expect(send(self, conversation, 'Geheim')).rejects.toMatchObject({ code: 'FROZEN' });
      expect(['AKB', 'LOG_WITHHELD']).toContain(self.rooms.get(conversation)!.frozen);
    }
  });

  it('FALSE_CENTRE: founds the centre anew under its id, against the pin in the sealed state', async () => {
    const false_ = await falseLog();
    const { self, line } = await freshAda();
    line.plan(
      'readLog',
      retold('readLog', () => ({ entries: false_, next: null })),
      100,
    );
    await expect(send(self, conversation, 'Geheim')).rejects.toMatchObject({
      code: 'FROZEN',
      detail: 'FALSE_CENTRE',
    });
    // Also the counsellor, pinned by the link, and whoever writes to it for the first time from a printed link.
    const desk = await signIn(organisation.newWorld(), 'clara', altstadt.colleagues[0]!.person.phrase);
    lineOf(desk).plan(
      'readLog',
      retold('readLog', () => ({ entries: false_, next: null })),
      100,
    );
    expect(await refresh(desk, conversation)).toMatchObject({ frozen: 'FALSE_CENTRE', entries: [] });
  });

  it('FALSE_CENTRE: a lead signs, seals and invites nothing on top of a log that begins otherwise', async () => {
    const entries = await falseLog();
    const lead = await signIn(organisation.newWorld(), altstadt.lead.signInName, altstadt.lead.phrase);
    lineOf(lead).plan(
      'readLog',
      retold('readLog', () => ({ entries, next: null })),
      100,
    );
    const newcomer = toBase64url(elsewhere.lead.account.bundle.kid);
    await expect(setBits(lead, centre, newcomer, 0)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    await expect(invite(lead, centre)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    await expect(listAwaited(lead)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    expect(lineOf(lead).calls).not.toContain('appendLog');
    expect(lineOf(lead).calls).not.toContain('inviteColleague');
  });

  it('a counsellor accepts nothing from a false stream', async () => {
    const waits = await seekerOf(organisation, centre);
    await listWaiting(clara);
    lineOf(clara).plan(
      'readItems',
      retold('readItems', (answer) => ({
        ...answer,
        items: answer.items.map((item) => ({ ...item, bytes: flipped(item.bytes) })),
      })),
    );
    lineOf(clara).calls.length = 0;
    await expect(accept(clara, waits.conversation)).rejects.toMatchObject({ code: 'FROZEN' });
    expect(lineOf(clara).calls).not.toContain('appendRecord');
  });
});

const otherLog = await logOf(elsewhere.centre);

async function logOf(id: string): Promise<string[]> {
  const answer = await fetch(`${organisation.origin}/api/centres/${id}/log`);
  return ((await answer.json()) as { entries: string[] }).entries;
}

/** The same centre id, founded by somebody else: what an active server could make up. */
async function falseLog(): Promise<string[]> {
  const { lead } = elsewhere;
  const id = fromBase64url(centre);
  const draft = newDraft({ entries: [], views: [] });
  const { kid, account } = lead.account.bundle;
  const staff = [{ kid, account, bits: BIT.counsellor | BIT.lead | BIT.custodian }];
  await addEntry(lead, draft, id, { type: 'create', name: altstadt.fields.name, vault: 2, staff });
  await addKey(lead, draft, id, CENTRE_KEY.inbox);
  await addKey(lead, draft, id, CENTRE_KEY.vault);
  for (let i = draft.entries.length; i < 12; i++)
    await addEntry(lead, draft, id, { type: 'staffing', kid, account, bits: 7 + 8 * (i % 2) });
  return draft.entries;
}
