import { hex } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { keepForReload, takeAfterReload } from './reload.ts';

const unreadable = { code: 'UNREADABLE' };

describe('a kept master key', () => {
  it('needs this session’s share and this account', async () => {
    const random = seeded('reload');
    const [share, account, masterKey] = [random(32), random(16), random(32)];
    const kept = await keepForReload(share, account, masterKey);
    expect(kept).toHaveLength(48);
    expect(hex(await takeAfterReload(share, account, kept))).toBe(hex(masterKey));
    await expect(takeAfterReload(random(32), account, kept)).rejects.toMatchObject(unreadable);
    await expect(takeAfterReload(share, random(16), kept)).rejects.toMatchObject(unreadable);
  });
});
