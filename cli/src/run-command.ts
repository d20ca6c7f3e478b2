import { parseArgs } from 'node:util';
import { ConfigProblems } from '@beistand/server/config';
import { inviteAdmin } from './invite.ts';
import { organisationAdd, readOrganisation } from './organisation-add.ts';
import { Misuse, usage } from './usage.ts';
import { type Environment, type Hand, withOwner } from './with-owner.ts';

const options = {
  host: { type: 'string' },
  default: { type: 'boolean' },
  admin: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Misuse((error as Error).message);
  }
}

/** The verb these words ask for, checked as far as words can be; null for help. Throws `Misuse`. */
function readCommand(args: readonly string[]): ((hand: Hand) => Promise<void>) | null {
  const { positionals, values } = parse(args);
  const [noun, verb, ...rest] = positionals;
  if (values.help || noun === 'help') return null;
  const given = Object.keys(values);
  const mayHave = (...names: string[]) => given.every((name) => names.includes(name));
  if (noun === 'organisation' && verb === 'add' && rest.length <= 1 && mayHave('host', 'default')) {
    const wanted = readOrganisation(rest[0], values.host, values.default ?? false);
    return (hand) => organisationAdd(hand, wanted);
  }
  const { admin } = values;
  if (noun === 'invite' && verb === undefined && admin && mayHave('admin'))
    return (hand) => inviteAdmin(hand, admin);
  throw new Misuse(args.length === 0 ? 'Say what to do.' : `There is no command "${args.join(' ')}".`);
}

/** Exit code: 0 done, 1 it could not be done, 2 it was asked wrongly (words or configuration). */
export async function runCommand(
  args: readonly string[],
  environment: Environment,
  { say, complain }: { say: (line: string) => void; complain: (line: string) => void },
): Promise<0 | 1 | 2> {
  try {
    const work = readCommand(args);
    if (work) await withOwner(environment, say, work);
    else say(usage);
    return 0;
  } catch (error) {
    complain((error as Error).message);
    if (error instanceof Misuse) complain(`\n${usage}`);
    return error instanceof Misuse || error instanceof ConfigProblems ? 2 : 1;
  }
}
