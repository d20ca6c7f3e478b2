import { expect, test } from 'vitest';
import {
  ada,
  bundles,
  centre,
  clara,
  codeOf,
  david,
  entry,
  eva,
  founding,
  grow,
  inboxKey,
  named,
  paper,
  petra,
  staffing,
  vaultKey,
} from '../../test/cast.ts';
import { zeros } from '../bytes.ts';
import { BIT, type LogChange, VAULT_POLICY } from '../formats/log-entry.ts';
import { extendLog, hasBit, staffByAccount, type View } from './view.ts';

const refusal = async (
  view: View | null,
  ...rest: Parameters<typeof entry> extends [unknown, ...infer R] ? R : never
) => {
  const next = await entry(view, ...rest);
  return codeOf(() => extendLog(view, next, bundles));
};
const out = (who: typeof clara): LogChange => ({ type: 'staffing', ...staffing(who, 0) });

test('a founded centre: name, people, keys, pin', async () => {
  const create = await entry(null, eva, founding(VAULT_POLICY.custodians));
  const view = await centre();
  expect(view).toMatchObject({ idx: 2, name: 'Beratung Freiburg', policy: 2, createHash: create.hash });
  expect([view.isInboxStale, view.isVaultStale]).toEqual([false, false]);
  expect(staffByAccount(view, david.account)?.bits).toBe(BIT.counsellor);
  expect(hasBit(view, eva.kid, BIT.counsellor)).toBe(false);
});

test('before its first key a key is stale', async () => {
  const view = await grow(null, eva, founding(VAULT_POLICY.off));
  expect([view.isInboxStale, view.isVaultStale]).toEqual([true, true]);
  expect(await grow(view, eva, await inboxKey('first'))).toMatchObject({
    isInboxStale: false,
    isVaultStale: true,
  });
});

test('losing counsellor makes the inbox key stale, losing custodian the vault key, until the next of its kind', async () => {
  const view = await centre();
  const without = await grow(view, eva, out(david));
  expect([without.isInboxStale, without.isVaultStale]).toEqual([true, false]);
  const both = await grow(view, eva, out(clara));
  expect([both.isInboxStale, both.isVaultStale]).toEqual([true, true]);
  const onlyVault = await grow(view, eva, { type: 'staffing', ...staffing(clara, BIT.counsellor) });
  expect([onlyVault.isInboxStale, onlyVault.isVaultStale]).toEqual([false, true]);
  const gained = await grow(view, eva, { type: 'staffing', ...staffing(david, BIT.counsellor | BIT.reader) });
  expect([gained.isInboxStale, gained.isVaultStale]).toEqual([false, false]);
  const rotated = await grow(both, eva, await vaultKey('second'));
  expect([rotated.isInboxStale, rotated.isVaultStale]).toEqual([true, false]);
});

test('a view never changes in place', async () => {
  const view = await centre();
  const before = structuredClone(view);
  await grow(view, eva, out(david));
  expect(view).toEqual(before);
});

test('LOG_LINK: number, previous hash and centre must follow', async () => {
  const view = await centre();
  const policy: LogChange = { type: 'policy', vault: 3 };
  expect(await refusal(view, eva, policy)).toBe('taken');
  expect(await refusal(view, eva, policy, { idx: view.idx })).toBe('LOG_LINK');
  expect(await refusal(view, eva, policy, { prev: zeros(32) })).toBe('LOG_LINK');
  expect(await refusal(view, eva, policy, { centre: zeros(16) })).toBe('LOG_LINK');
  expect(await refusal(null, eva, founding(2), { idx: 1 })).toBe('LOG_LINK');
  expect(await refusal(null, eva, founding(2), { prev: zeros(32).fill(1) })).toBe('LOG_LINK');
});

test('LOG_TYPE: CREATE first and only first', async () => {
  expect(await refusal(await centre(), eva, founding(2))).toBe('LOG_TYPE');
  expect(await refusal(null, eva, { type: 'policy', vault: 2 })).toBe('LOG_TYPE');
});

test('LOG_SIGNER: only who has lead in the view before', async () => {
  const view = await centre();
  expect(await refusal(view, david, out(clara))).toBe('LOG_SIGNER');
  expect(await refusal(view, ada, out(clara))).toBe('LOG_SIGNER');
  expect(await refusal(null, clara, founding(2))).toBe('LOG_SIGNER');
  expect(await refusal(view, paper, out(clara))).toBe('taken');
  const led = await grow(view, eva, { type: 'staffing', ...staffing(david, BIT.lead) });
  expect(await refusal(led, david, out(eva))).toBe('taken');
});

test('SIGNATURE and AKB: signed by the named key, whose bundle is at hand', async () => {
  const view = await centre();
  expect(await refusal(view, eva, out(david), { signedBy: clara })).toBe('SIGNATURE');
  const stranger = { kid: await named('nobody'), account: zeros(16), bits: BIT.lead };
  const led = await grow(view, eva, { type: 'staffing', ...stranger });
  expect(await refusal(led, eva, out(david), { signerKid: stranger.kid })).toBe('AKB');
});

test('LOG_LAST_LEAD: somebody always leads', async () => {
  const view = await centre();
  const alone = await grow(view, eva, out(paper));
  expect(await refusal(alone, eva, out(eva))).toBe('LOG_LAST_LEAD');
  expect(await refusal(alone, eva, { type: 'staffing', ...staffing(eva, BIT.counsellor) })).toBe(
    'LOG_LAST_LEAD',
  );
});

test('LOG_ACCOUNT: one kid per account and one account per kid', async () => {
  const view = await centre();
  const twin = { kid: david.kid, account: clara.account, bits: BIT.counsellor };
  expect(await refusal(view, eva, { type: 'staffing', ...twin })).toBe('LOG_ACCOUNT');
  const renewed = { kid: ada.kid, account: david.account, bits: BIT.counsellor };
  expect(await refusal(view, eva, { type: 'staffing', ...renewed })).toBe('LOG_ACCOUNT');
  const freed = await grow(view, eva, out(david));
  expect(await refusal(freed, eva, { type: 'staffing', ...renewed })).toBe('taken');
  const founders = [staffing(eva, BIT.lead), { ...staffing(david, BIT.counsellor), account: eva.account }];
  expect(await refusal(null, eva, { type: 'create', name: '', vault: 0, staff: founders })).toBe(
    'LOG_ACCOUNT',
  );
});

test('LOG_ACCOUNT: under "paper only" no person keeps the vault', async () => {
  const people = await centre(VAULT_POLICY.custodians);
  const toPaper: LogChange = { type: 'policy', vault: VAULT_POLICY.paperOnly };
  expect(await refusal(people, eva, toPaper)).toBe('LOG_ACCOUNT');
  let view = await grow(people, eva, { type: 'staffing', ...staffing(eva, BIT.lead) });
  view = await grow(view, eva, { type: 'staffing', ...staffing(clara, BIT.counsellor) });
  view = await grow(view, eva, toPaper);
  expect(view.isVaultStale).toBe(true);
  expect(await refusal(view, eva, { type: 'staffing', ...staffing(clara, BIT.custodian) })).toBe(
    'LOG_ACCOUNT',
  );
  const keeper = { kid: await named('nobody'), account: zeros(16), bits: BIT.custodian };
  expect(await refusal(view, eva, { type: 'staffing', ...keeper })).toBe('AKB');
  const back = await grow(view, paper, { type: 'policy', vault: VAULT_POLICY.custodians });
  expect(await refusal(back, paper, { type: 'staffing', ...staffing(clara, BIT.custodian) })).toBe('taken');
  expect(await refusal(null, eva, founding(VAULT_POLICY.paperOnly))).toBe('taken');
  const staff = [staffing(eva, BIT.lead | BIT.custodian), staffing(petra, BIT.writer)];
  expect(await refusal(null, eva, { type: 'create', name: '', vault: 1, staff })).toBe('LOG_ACCOUNT');
});
