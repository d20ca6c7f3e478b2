import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** One line that nobody may read over somebody's shoulder. */
export type AskSecret = (question: string) => Promise<string>;

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** At a terminal asked for without an echo; otherwise the first line of standard input, for scripts. */
export const askSecret: AskSecret = async (question) => {
  const isTerminal = process.stdin.isTTY === true;
  const lines = createInterface({ input: process.stdin, output: nowhere(), terminal: isTerminal });
  const ended = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('No phrase was given, so nothing was done.'));
    lines.once('SIGINT', stop);
    lines.once('close', stop);
  });
  try {
    if (isTerminal) process.stderr.write(`${question} `);
    return await Promise.race([new Promise<string>((resolve) => lines.once('line', resolve)), ended]);
  } finally {
    ended.catch(() => {}); // closing is no longer news
    lines.close();
    if (isTerminal) process.stderr.write('\n');
  }
};
