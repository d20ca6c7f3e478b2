import { runCommand } from './run-command.ts';
import { say } from './say.ts';

process.exitCode = await runCommand(process.argv.slice(2), process.env, { say, complain: console.error });
