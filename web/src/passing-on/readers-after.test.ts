import { describe, expect, it } from 'vitest';
import { type Planned, readersAfter } from './readers-after.ts';

const me = { account: 'me', name: 'Clara Keller', role: 2, isMe: true };
const seeker = { account: 'seeker', name: null, role: 1, isMe: false };
const eva = { account: 'eva', name: 'Eva Lindner', role: 4, isMe: false };
const now = { readers: [seeker, eva, me], hasVault: true };
const planned = (given: Partial<Planned>): Planned => ({
  ...{ step: 'add', account: 'david', name: 'David Okafor', writes: true, stays: false, dates: null },
  ...given,
});
const said = (given: Partial<Planned>, covers: Parameters<typeof readersAfter>[1] = []) =>
  readersAfter(now, covers, planned(given)).map(
    ({ account, before, after, part }) => `${account}: ${before} → ${after}, ${part}`,
  );

describe('who can read what afterwards', () => {
  it('says of who comes in that they read from the first word on, and what they do', () => {
    expect(said({})).toEqual([
      'david: all → all, writes',
      'me: all → all, responsible',
      'seeker: all → all, asks',
      'eva: all → all, reads',
      'vault: emergency → emergency, vault',
    ]);
    expect(said({ writes: false })[0]).toBe('david: all → all, reads');
    expect(readersAfter({ ...now, hasVault: false }, [], planned({}))).toHaveLength(4);
  });

  it('says who is responsible after a hand-over, and whether I still read', () => {
    expect(said({ step: 'handOver' }).slice(0, 2)).toEqual([
      'david: all → all, responsible',
      'me: not-any-more → nothing, responsible',
    ]);
    expect(said({ step: 'handOver', stays: true })[1]).toBe('me: all → all, writes');
    const toEva = readersAfter(now, [], planned({ step: 'handOver', account: 'eva', name: 'Eva Lindner' }));
    expect(toEva.map(({ account }) => account)).toEqual(['eva', 'me', 'seeker', 'vault']);
    expect(toEva[0]!.part).toBe('responsible');
  });

  it('gives a cover its dates, also one that was planned before', () => {
    const dates = { from: 1, until: 2 };
    const [david] = readersAfter(now, [], planned({ step: 'cover', dates }));
    expect(david).toMatchObject({ before: 'dates', after: 'dates', part: 'writes', dates });
    const cover = { account: 'eva', name: 'Eva Lindner', from: 5, until: 6 };
    const known = readersAfter(now, [cover], planned({})).find(({ account }) => account === 'eva');
    expect(known).toMatchObject({ after: 'dates', dates: { from: 5, until: 6 } });
    const forGood = readersAfter(now, [cover], planned({ step: 'handOver', account: 'eva' }))[0];
    expect(forGood).toMatchObject({ after: 'all', part: 'responsible', dates: null });
  });

  it('takes out whom it names and nobody else', () => {
    expect(said({ step: 'remove', account: 'eva' })).toEqual([
      'eva: not-any-more → nothing, reads',
      'me: all → all, responsible',
      'seeker: all → all, asks',
      'vault: emergency → emergency, vault',
    ]);
  });
});
