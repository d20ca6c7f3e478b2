// Tries a right over HTTP, against real things, and undoes what came of it: every cell finds the world as it was.
import { isDeepStrictEqual } from 'node:util';
import { type Call, type Contract, contract, type Endpoint, type RefusalBody } from '@beistand/contract';
import rights from '../http/rights.json' with { type: 'json' };
import { requestOf } from './browser.ts';
import { type RightsCall, rightsCalls } from './rights-calls.ts';
import { type Cast, nowhere, type Role, type Things, type Who } from './rights-cast.ts';

export type Cell = { name: keyof Contract; state: string; role: Role };

type Sheet = Record<string, Record<string, Record<string, string>>>;
const sets: Record<string, string> = rights.sets;
const everyRole = Object.keys(rights.roles) as Role[];

/** The roles behind words of the sheet; throws for a word that names none. */
const rolesOf = (words: string): Role[] =>
  words.split(' ').flatMap((word) => {
    if (word === 'everyone') return everyRole;
    if (word in sets) return rolesOf(sets[word]!);
    if (!(word in rights.roles)) throw new Error(`rights.json: nobody is called ${word}`);
    return [word as Role];
  });

/** Every cell the sheet states. Throws when a state leaves a role out, names one twice or lets "others" in. */
export function statedCells(sheet: Sheet = rights.endpoints): (Cell & { expected: string })[] {
  return Object.entries(sheet).flatMap(([name, states]) =>
    Object.entries(states).flatMap(([state, lines]) => {
      const where = `rights.json: ${name} ${state}`;
      const named = Object.values(lines).flatMap((words) => (words === 'others' ? [] : rolesOf(words)));
      const others = everyRole.filter((role) => !named.includes(role));
      if (new Set(named).size !== named.length) throw new Error(`${where} names a role twice`);
      const cells = Object.entries(lines).flatMap(([expected, words]) => {
        if (words === 'others' && expected < '3') throw new Error(`${where} lets others in`);
        const of = words === 'others' ? others : rolesOf(words);
        return of.map((role) => ({ name: name as keyof Contract, state, role, expected }));
      });
      if (cells.length !== everyRole.length) throw new Error(`${where} does not state every role once`);
      return cells;
    }),
  );
}

/** What the cells come to otherwise than stated, a line each; empty when all is as it should be. */
export async function mismatches(
  cast: Cast,
  cells: readonly (Cell & { expected: string })[],
): Promise<{ wrong: string[]; compared: number }> {
  const wrong: string[] = [];
  let compared = 0;
  for (const { expected, ...cell } of cells) {
    const { outcome, answer, absent } = await tryCell(cast, cell);
    if (outcome !== expected) wrong.push(`${cellName(cell)}: ${outcome} instead of ${expected}`);
    if (!absent) continue;
    compared += 1;
    if (!isDeepStrictEqual(answer, absent))
      wrong.push(`${cellName(cell)}: forbidden differs from absent: ${JSON.stringify([answer, absent])}`);
  }
  return { wrong, compared };
}

const cellName = ({ name, state, role }: Cell): string => [name, state, role].filter(Boolean).join(' · ');

/** From here on every transaction is rolled back after its work, and answered as if it had been committed. */
export function undoEverything({ houses }: Cast): void {
  const { world } = houses.app;
  const { transact } = world;
  world.transact = async <T>(organisation: Parameters<typeof transact>[0], work: Work<T>): Promise<T> => {
    const undone = new Error('undone');
    const outcome: { value?: T } = {};
    await transact(organisation, async (tenant) => {
      outcome.value = await work(tenant);
      throw undone;
    }).catch((error: unknown) => {
      if (error !== undone) throw error;
    });
    return outcome.value as T;
  };
}
type Work<T> = Parameters<typeof import('../database/with-organisation.ts').withOrganisation<T>>[2];

/** An answer as it came over the wire. */
type Answer = { status: number; body: string; headers: string };

async function answerTo(who: Who, cell: Cell, call: object): Promise<Answer> {
  const endpoint: Endpoint = contract[cell.name];
  const { url, body } = requestOf(endpoint, call);
  const answer = await who.browser.raw(endpoint.method, url, body);
  const { date: _, ...headers } = answer.headers;
  return { status: answer.statusCode, body: answer.body, headers: JSON.stringify(headers) };
}

/** What a cell comes to: `201`, `200 named`, `404 NOT_FOUND`. */
async function tryCell({ people, things, known }: Cast, cell: Cell) {
  const line = rightsCalls[cell.name][cell.state] as RightsCall | undefined;
  if (!line) throw new Error(`there is no call for ${cellName(cell)}`);
  const who = people[cell.role];
  const { asker, seeker, pool, lead, writer } = people;
  const at = (these: Things) => ({ things: these, who, known, asker, seeker, pool, lead, writer });
  const ask = async (these: Things) => answerTo(who, cell, (await line.call(at(these))) as Call<never>);
  const answer = await ask(things);
  const isForbidden = answer.status === 404 && !line.isOfNothing;
  return {
    outcome: outcomeOf(answer, line, at(things)),
    answer,
    /** The same question about what isn't there, where the answer was that it isn't. */
    absent: isForbidden ? await ask(nowhere(things)) : null,
  };
}

function outcomeOf(
  { status, body }: Answer,
  line: RightsCall,
  at: Parameters<RightsCall['call']>[0],
): string {
  if (status >= 300) return `${status} ${(JSON.parse(body) as RefusalBody).code}`;
  return line.shows ? `${status} ${line.shows(JSON.parse(body) as never, at)}` : `${status}`;
}
