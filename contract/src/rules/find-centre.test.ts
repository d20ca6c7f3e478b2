import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, type AreaList, findCentre, readPostcode } from './find-centre.ts';

const centre = (name: string, ...areas: [string, string][]) => ({
  centre: name,
  name,
  areas: areas.map(([from, to]) => ({ from, to })),
});
const found = (list: AreaList, postcode: string) =>
  findCentre(list, postcode).map(({ centre, reason }) => `${centre.centre} ${reason}`);

describe('reading a postcode', () => {
  it.each([
    ['79098', '79098'],
    [' D-79098 ', '79098'],
    ['DE 79098', '79098'],
    ['D79098', '79098'],
    ['79 098', '79098'],
    ['７９０９８', '79098'],
    ['٧٩٠٩٨', '79098'],
    ['۷۹۰۹۸', '79098'],
    ['1067', '01067'],
    ['1067 Dresden', '01067'],
    ['79098 Freiburg im Breisgau', '79098'],
    ['106', null],
    ['790981', null],
    ['A-1010', null],
    ['CH-8001', null],
    ['00123', null],
    ['Freiburg', null],
    ['', null],
  ])('takes %j as %s', (typed, expected) => expect(readPostcode(typed)).toBe(expected));

  it('gives back every postcode, however it is spaced', () => {
    const spaced = fc.tuple(fc.integer({ min: 1000, max: 99_999 }), fc.array(fc.nat(4), { maxLength: 3 }));
    fc.assert(
      fc.property(spaced, ([number, gaps]) => {
        const postcode = String(number).padStart(5, '0');
        const typed = [...postcode].map((digit, at) => (gaps.includes(at) ? ` ${digit}` : digit)).join('');
        expect(readPostcode(typed)).toBe(postcode);
      }),
    );
  });
});

describe('finding a centre', () => {
  const city = centre('city', ['79098', '79117']);
  const county = centre('county', ['79000', '79999']);
  const street = centre('street', ['79098', '79098'], ['10000', '19999']);

  it('puts the narrowest area first, whatever else the centre serves', () => {
    expect(found({ centres: [county, street, city] }, '79098')).toEqual([
      'street own',
      'city own',
      'county own',
    ]);
  });

  it('names the fallback when nobody serves the postcode, even one without an area', () => {
    const list = { centres: [city, centre('online')], fallback: 'online' };
    expect(found(list, '20095')).toEqual(['online fallback']);
    expect(found(list, '79100')).toEqual(['city own']);
  });

  it('names the three nearest of the region when there is no fallback', () => {
    const list = {
      centres: [
        centre('far', ['79900', '79999']),
        centre('next', ['79118', '79120']),
        centre('near', ['79000', '79090']),
        centre('last', ['79990', '79999']),
        centre('elsewhere', ['78900', '78999']),
      ],
      fallback: null,
    };
    expect(found(list, '79110')).toEqual(['next neighbour', 'near neighbour', 'far neighbour']);
  });

  it('says nothing rather than something wrong', () => {
    expect(found({ centres: [city], fallback: 'gone' }, '20095')).toEqual([]);
    expect(found({ centres: [] }, '79098')).toEqual([]);
  });

  it('agrees with counting every postcode of every area', () => {
    const code = fc.integer({ min: 20_000, max: 20_120 });
    const area = fc
      .tuple(code, fc.integer({ min: 0, max: 40 }))
      .map(([from, more]) => [from, from + more] as const);
    const areas = fc.array(fc.array(area, { maxLength: 4 }), { maxLength: 6 });
    const text = ([from, to]: readonly [number, number]): Area => ({ from: String(from), to: String(to) });
    fc.assert(
      fc.property(areas, code, fc.boolean(), (all, postcode, hasFallback) => {
        const list: AreaList = {
          centres: all.map((own, at) => ({ centre: `${at}`, name: '', areas: own.map(text) })),
          fallback: hasFallback ? '0' : null,
        };
        const widths = all.map((own) => {
          const sets = own.map(
            ([from, to]) => new Set(Array.from({ length: to - from + 1 }, (_, n) => from + n)),
          );
          return Math.min(...sets.filter((set) => set.has(postcode)).map((set) => set.size));
        });
        const serving = widths.flatMap((width, at) => (width < Infinity ? [{ width, at }] : []));
        const expected = serving
          .sort((a, b) => a.width - b.width || a.at - b.at)
          .map(({ at }) => `${at} own`);
        const actual = found(list, String(postcode));
        if (expected.length > 0) expect(actual).toEqual(expected);
        else if (hasFallback && all.length > 0) expect(actual).toEqual(['0 fallback']);
        else expect(actual.length).toBe(Math.min(3, all.filter((own) => own.length > 0).length));
      }),
      { numRuns: 500 },
    );
  });
});
