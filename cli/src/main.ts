import { askSecret } from './ask-secret.ts';
import { runCommand } from './run-command.ts';
import { say } from './say.ts';
import { outliveReader } from './until-stopped.ts';

outliveReader();
const isRoot = process.getuid?.() === 0;
process.exitCode = await runCommand(process.argv.slice(2), process.env, {
  say,
  complain: console.error,
  askSecret,
  isRoot,
});
