import { BIT, fromBase64url, hex, toBase64url, VAULT_POLICY } from '@beistand/wire';
import { expect } from 'vitest';
import { draftCentre, inviteLead } from '../../administration/centres.ts';
import { eva, thomas } from '../../cast/people.ts';
import { linkParts } from '../../cast/raise.ts';
import { describeCentre } from '../../centre/describe.ts';
import { newestOf, removeStaff, setBits } from '../../centre/extend.ts';
import { checkPaper, drawPaper, foundCentre } from '../../centre/found.ts';
import { invite, letIn, listCandidates, redeemAsMyself } from '../../centre/invite.ts';
import { replacePaper } from '../../centre/replace-paper.ts';
import { rotateInbox, rotateVault, setPolicy } from '../../centre/rotate.ts';
import { accept } from '../../conversation/accept.ts';
import { listWaiting } from '../../enquiry/waiting.ts';
import { send } from '../../message/send.ts';
import { myId, type Self } from '../../self.ts';
import { Stop } from '../../stop.ts';
import { emmendingen } from '../open-organisation.ts';
import { textsOf } from '../people.ts';
import { acceptedBy, type Journey, type Stage, tabOf, waitingOf } from './journey.ts';

const kidOf = (self: Self) => toBase64url(self.account.bundle.kid);
const entriesOf = async (self: Self, centre: string) => (await newestOf(self, fromBase64url(centre))).idx;

/** Every deed is one batch of the log: who leads does it again after a reload, and it stands once. */
type Deed = {
  act: (self: Self, n: number) => Promise<unknown>;
  /** Before it begins anew. */
  undo?: (self: Self) => Promise<unknown>;
  /** A key exchanged twice is no harm: what isn't wanted twice must not be done twice. */
  mayBeDoneTwice?: true;
};

const exchanging = (verb: string, holds: string, deedOf: (stage: Stage) => Deed): Journey => ({
  verb,
  holds,
  begin: async (stage) => {
    const { ada, ben, altstadt } = stage;
    const { centre, colleagues } = altstadt;
    const [clara, david] = colleagues as [Self, Self];
    const { act, undo, mayBeDoneTwice } = deedOf(stage);
    const waits = await waitingOf(stage, ada, centre, 'Unter dem ersten Schlüssel.');
    const running = await acceptedBy(stage, ben, david);
    const tab = await tabOf(stage, eva.signInName, eva.phrase);
    return {
      run: async (at, n) => {
        const before = await entriesOf(clara, centre);
        const killed = await tab.kill(at, (self) => act(self, n));
        const isDone = (await entriesOf(clara, centre)) > before;
        if (!(isDone && mayBeDoneTwice)) await act(tab.self, n);
        const after = await entriesOf(clara, centre);
        expect(after).toBeGreaterThan(before);
        if (!mayBeDoneTwice) await act(tab.self, n);
        expect(await entriesOf(clara, centre)).toBe(after);
        // Everybody reads what waited, what comes, and what goes on.
        const later = await waitingOf(stage, ada, centre, `Danach ${n}.`);
        for (const self of [tab.self, clara, david]) {
          const { waiting } = await listWaiting(self);
          const words = (one: string) => waiting.find(({ conversation }) => conversation === one)?.firstWords;
          expect([words(waits), words(later)]).toEqual(['Unter dem ersten Schlüssel.', `Danach ${n}.`]);
        }
        await accept(david, later);
        await send(ben.self, running, `Zeile ${n}`);
        expect((await textsOf(david, running)).at(-1)).toBe(`Zeile ${n}`);
        await undo?.(tab.self);
        return killed;
      },
    };
  },
});

const rotatingInbox = exchanging(
  'rotate the inbox key',
  'everybody reads what waits and what comes',
  ({ altstadt: { centre } }) => ({ act: (self) => rotateInbox(self, centre), mayBeDoneTwice: true }),
);

const rotatingVault = exchanging(
  'rotate the vault key',
  'everybody goes on under the new one',
  ({ altstadt: { centre } }) => ({ act: (self) => rotateVault(self, centre), mayBeDoneTwice: true }),
);

const settingBits = exchanging(
  'take a right away',
  'bits and new key, both or none',
  ({ altstadt: { centre, colleagues } }) => {
    const kid = kidOf(colleagues[0] as Self);
    return {
      act: (self) => setBits(self, centre, kid, BIT.counsellor),
      undo: (self) => setBits(self, centre, kid, BIT.counsellor | BIT.custodian),
    };
  },
);

const settingPolicy = exchanging(
  'set the vault’s policy',
  'policy and key, both or none',
  ({ altstadt: { centre } }) => ({
    act: (self) => setPolicy(self, centre, VAULT_POLICY.twoConfirm),
    undo: (self) => setPolicy(self, centre, VAULT_POLICY.custodians),
  }),
);

const replacing: Journey = {
  verb: 'replace the paper sheet',
  holds: 'one sheet is good, the old one or the new',
  begin: async (stage) => {
    const { centre } = stage.altstadt;
    const tab = await tabOf(stage, eva.signInName, eva.phrase);
    return {
      run: async (at) => {
        const { code, writtenCode } = await drawPaper(tab.self.world);
        const killed = await tab.kill(at, (self) => replacePaper(self, centre, code));
        await replacePaper(tab.self, centre, code);
        await checkPaper(tab.self, centre, writtenCode);
        const { people } = await describeCentre(tab.self, centre);
        expect(people.filter(({ isPaper }) => isPaper)).toHaveLength(1);
        return killed;
      },
    };
  },
};

const lettingIn: Journey = {
  verb: 'let a colleague in',
  holds: 'in with every key, or still at the door',
  begin: async (stage) => {
    const { centre, colleagues } = stage.altstadt;
    const david = colleagues[1] as Self;
    const tab = await tabOf(stage, eva.signInName, eva.phrase);
    const mine = toBase64url(myId(david));
    const candidateOf = async (self: Self) =>
      (await listCandidates(self, centre)).find(({ person }) => person?.account === mine);
    const come = async (self: Self) => {
      const { invitation, fragment } = linkParts((await invite(self, centre)).path);
      await redeemAsMyself(david, invitation, fragment!);
    };
    const open = async (self: Self) =>
      letIn(self, centre, (await candidateOf(self))!, { bits: BIT.counsellor, digitsCompared: false });
    const isIn = async () =>
      (await newestOf(tab.self, fromBase64url(centre))).staff.some(
        ({ account, bits }) => toBase64url(account) === mine && bits !== 0,
      );
    return {
      run: async (at) => {
        await removeStaff(tab.self, centre, kidOf(david));
        const killed = await tab.kill(at, async (self) => {
          await come(self);
          await open(self);
        });
        if (!(await isIn())) {
          if (!(await candidateOf(tab.self))?.person?.isProven) await come(tab.self);
          await open(tab.self);
        }
        expect(await isIn()).toBe(true);
        const conversation = await acceptedBy(stage, stage.ada, david);
        expect(await textsOf(david, conversation)).toEqual(['Ich weiß nicht weiter.']);
        return killed;
      },
    };
  },
};

const founding: Journey = {
  verb: 'found a centre',
  holds: 'founded once with the sheet that was printed, or still a draft',
  begin: async (stage) => {
    const { organisation } = stage;
    const tab = await tabOf(stage, thomas.signInName, thomas.phrase);
    return {
      run: async (at, n) => {
        const fields = { ...emmendingen.fields, name: `Neugründung ${n}`, topics: organisation.topicIds };
        const centre = await draftCentre(organisation.administrator, fields, []);
        const { path } = await inviteLead(organisation.administrator, centre);
        await redeemAsMyself(tab.self, linkParts(path).invitation, null);
        // Printed and typed back before it is anybody's.
        const { code, writtenCode } = await drawPaper(tab.self.world);
        const found = (self: Self) => foundCentre(self, centre, fields.name, { code });
        const killed = await tab.kill(at, async (self) => {
          await found(self);
          await checkPaper(self, centre, writtenCode);
        });
        try {
          await found(tab.self);
        } catch (error) {
          // It stands already.
          if (!(error instanceof Stop) || error.code !== 'NOT_WANTED') throw error;
        }
        await checkPaper(tab.self, centre, writtenCode);
        const view = await newestOf(tab.self, fromBase64url(centre));
        expect([view.idx, hex(view.staff[0]!.account)]).toEqual([2, hex(myId(tab.self))]);
        return killed;
      },
    };
  },
};

export const deedsOfLeads: Journey[] = [
  rotatingInbox,
  rotatingVault,
  settingBits,
  settingPolicy,
  replacing,
  lettingIn,
  founding,
];
