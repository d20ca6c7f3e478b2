import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { bytes, id, instant, sequence, shape } from '../shapes.ts';

/** Why a custodian opens the vault. Words of a list, for the server can read them. */
export const vaultReason = z.enum(['nobody-left', 'absent', 'urgent', 'key-lost']);
export type VaultReason = z.output<typeof vaultReason>;

/** As every member and the centre's custodians see it. Names are the server's word. */
export const vaultUse = shape({
  use: id,
  by: shape({ account: id, name: z.string() }),
  reason: vaultReason,
  at: instant,
  needsSecond: z.boolean(),
  confirmed: z.nullable(shape({ by: shape({ account: id, name: z.string() }), at: instant })),
  /** Until when its wraps are served, or were; null while it waits for a second custodian. */
  until: z.nullable(instant),
});

const useParams = shape({ conversation: id, use: id });

export const vault = {
  /** Commits a row that all members see; from then on, or from a second custodian's confirmation on, `readItems` serves the vault's wraps for a quarter of an hour. */
  useVault: endpoint({
    method: 'POST',
    path: '/api/conversations/:conversation/vault-use',
    audience: 'staff',
    params: shape({ conversation: id }),
    input: shape({ use: id, reason: vaultReason }),
    output: vaultUse,
    refusals: ['NOT_FOUND', 'NOT_ALLOWED', 'FRESH', 'ID_TAKEN'],
  }),
  confirmVaultUse: endpoint({
    method: 'POST',
    path: '/api/conversations/:conversation/vault-use/:use/confirm',
    audience: 'staff',
    params: useParams,
    output: vaultUse,
    refusals: ['NOT_FOUND', 'NOT_ALLOWED', 'FRESH'],
  }),
  /** For custodians: what waits for a second one, and what was opened, newest first. */
  listVaultUses: endpoint({
    method: 'GET',
    path: '/api/centres/:centre/vault-uses',
    audience: 'staff',
    params: shape({ centre: id }),
    output: shape({ uses: z.array(shape({ conversation: id, ...vaultUse.shape })) }),
    refusals: ['NOT_FOUND'],
  }),
  /** For custodians: what the vault holds of twenty conversations drawn by lot, with what a key of theirs must match. Opens no conversation: no item is served. */
  drillVault: endpoint({
    method: 'POST',
    path: '/api/centres/:centre/vault-drill',
    audience: 'staff',
    params: shape({ centre: id }),
    output: shape({
      wraps: z.array(
        shape({
          conversation: id,
          epoch: sequence,
          record: bytes(32),
          commitment: bytes(32),
          key: bytes(32),
          box: bytes(1168),
        }),
      ),
    }),
    refusals: ['NOT_FOUND', 'FRESH'],
  }),
};
