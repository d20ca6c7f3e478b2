import { fromBase64url, hex, VAULT_POLICY } from '@beistand/wire';
import { expect, test } from 'vitest';
import { draftCentre, inviteLead } from '../administration/centres.ts';
import { join } from '../cast/raise.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { Unreachable } from '../server/call.ts';
import { answerLost, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { describeCentre } from './describe.ts';
import { newestOf } from './extend.ts';
import { checkPaper, drawPaper, foundCentre } from './found.ts';
import { replacePaper } from './replace-paper.ts';

const organisation = await useOrganisation();
const { lead, centre, colleagues } = await organisation.raise(altstadt);
const [clara] = colleagues as [Self];
const vaultOf = async () => hex((await newestOf(lead, fromBase64url(centre))).vault!.kid);
const papersOf = async () => (await describeCentre(lead, centre)).people.filter(({ isPaper }) => isPaper);

test('the old sheet is void, the new one is the centre’s, and the vault has a new key', async () => {
  const { conversation } = await conversationOf(organisation, centre, clara);
  const [old] = await papersOf();
  const vault = await vaultOf();
  const { code, writtenCode } = await drawPaper(lead.world);
  await expect(checkPaper(lead, centre, writtenCode)).rejects.toMatchObject({ code: 'NO_KEY' });
  lineOf(lead).plan('appendLog', says('LOG_IDX'));
  await replacePaper(lead, centre, code);
  await checkPaper(lead, centre, writtenCode);
  const now = await papersOf();
  expect(now).toHaveLength(1);
  expect(now[0]!.key).not.toBe(old!.key);
  expect(now[0]!.bits).toBe(old!.bits);
  expect(await vaultOf()).not.toBe(vault);
  const said = (await describeCentre(lead, centre)).changes.slice(-3);
  expect(said).toMatchObject([
    { what: 'person', person: old!.key, isPaper: true, bits: 0 },
    { what: 'person', person: now[0]!.key, isPaper: true, before: 0 },
    { what: 'key', which: 3 },
  ]);
  // Whoever counsels goes on under the new vault.
  await send(clara, conversation, 'Weiter geht es.');
});

test('an answer that got lost replaces once', async () => {
  const { code, writtenCode } = await drawPaper(lead.world);
  lineOf(lead).plan('appendLog', answerLost);
  await expect(replacePaper(lead, centre, code)).rejects.toThrow(Unreachable);
  const [paper] = await papersOf();
  await replacePaper(lead, centre, code);
  expect(await papersOf()).toMatchObject([{ key: paper!.key }]);
  await checkPaper(lead, centre, writtenCode);
});

test('nobody but a lead replaces it', async () => {
  const { code } = await drawPaper(clara.world);
  await expect(replacePaper(clara, centre, code)).rejects.toMatchObject({ code: 'LOG_SIGNER' });
});

test.each([VAULT_POLICY.off, VAULT_POLICY.paperOnly])('under policy %s', async (policy) => {
  const fields = { ...altstadt.fields, name: `Ort ${policy}`, topics: organisation.topicIds };
  const draft = await draftCentre(organisation.administrator, fields, []);
  const { path } = await inviteLead(organisation.administrator, draft);
  const founder = await join(organisation.newWorld(), path, {
    name: 'Ines Falk',
    signInName: `ines${policy}`,
    phrase: 'birke wolke tasse kanne leiter pinsel lampe',
  });
  const first = await foundCentre(founder, draft, fields.name, { policy });
  const { code, writtenCode } = await drawPaper(founder.world);
  await replacePaper(founder, draft, code);
  await checkPaper(founder, draft, writtenCode);
  await expect(checkPaper(founder, draft, first.writtenCode)).rejects.toMatchObject({ code: 'NO_KEY' });
});
