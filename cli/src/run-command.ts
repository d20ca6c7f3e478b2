import { parseArgs } from 'node:util';
import { ConfigProblems, type Environment, parseConfig } from '@beistand/server/config';
import type { AskSecret } from './ask-secret.ts';
import { administrator } from './commands/administrator.ts';
import { centre } from './commands/centre.ts';
import { type Command, options, type Values, type Work } from './commands/command.ts';
import { invite } from './commands/invite.ts';
import { organisation } from './commands/organisation.ts';
import { topic } from './commands/topic.ts';
import { eatenByNpm } from './eaten-by-npm.ts';
import { Misuse, usage } from './usage.ts';
import { withOwner } from './with-owner.ts';

const commands: readonly Command[] = [...organisation, ...invite, ...administrator, ...topic, ...centre];

function parse(args: readonly string[]) {
  const more = { ...options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args: [...args], options: more, allowPositionals: true });
  } catch (error) {
    throw new Misuse((error as Error).message);
  }
}

/** What these words ask for, checked as far as words can be; null for help. Throws `Misuse`. */
function readCommand(args: readonly string[]): Work | null {
  const { positionals, values } = parse(args);
  const { help, ...given } = values;
  if (help || positionals[0] === 'help') return null;
  if (args.length === 0) throw new Misuse('Say what to do.');
  const command = commands.find(({ words }) => words.every((word, index) => positionals[index] === word));
  if (!command) throw new Misuse(`There is no command "${positionals.join(' ')}".`);
  const known: readonly string[] = command.options;
  const foreign = Object.keys(given).filter((name) => !known.includes(name));
  const [verb, names] = [command.words.join(' '), positionals.slice(command.words.length)];
  if (foreign.length > 0) throw new Misuse(`"${verb}" has no --${foreign.join(', --')}.`);
  if (names.length > command.names)
    throw new Misuse(`"${verb}" takes ${command.names} name(s); put those with spaces in quotes.`);
  return command.read(names, given as Values);
}

function originOf(environment: Environment): string {
  const { given, problems } = parseConfig(environment, 'serve');
  const ofOrigin = problems.filter((problem) => problem.startsWith('ORIGIN'));
  if (ofOrigin.length > 0 || !given.origin) throw new ConfigProblems(ofOrigin);
  return given.origin;
}

export type Terminal = {
  say: (line: string) => void;
  complain: (line: string) => void;
  askSecret: AskSecret;
  isRoot: boolean;
};

async function carryOut(work: Work, environment: Environment, terminal: Terminal): Promise<void> {
  const { say, complain, askSecret, isRoot } = terminal;
  if (work.at === 'outside') return work.run({ origin: originOf(environment), say, askSecret });
  // What is said on the way is for whoever watches; a script reads the outcome.
  await withOwner(environment, { say: complain, isRoot }, (hand) => work.run({ ...hand, say }));
}

/** Exit code: 0 done, 1 it could not be done, 2 it was asked wrongly (words or configuration). */
export async function runCommand(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<0 | 1 | 2> {
  const { say, complain } = terminal;
  try {
    const work = readCommand(args);
    if (work) await carryOut(work, environment, terminal);
    else say(usage);
    return 0;
  } catch (error) {
    complain((error as Error).message);
    if (error instanceof Misuse) {
      const hint = eatenByNpm(environment, Object.keys(options), 'npm run beistand -- organisation add …');
      complain(`\n${hint ?? usage}`);
    }
    return error instanceof Misuse || error instanceof ConfigProblems ? 2 : 1;
  }
}
