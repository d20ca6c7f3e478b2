// One server process for the tests that kill it; says where it listens.
import { readConfig } from '@beistand/server/config';
import { startServer } from '@beistand/server/serve';
import { roomyLimits } from './roomy-limits.ts';

const { address } = await startServer(readConfig(process.env, 'serve'), { limits: roomyLimits });
process.stdout.write(`${address}\n`);
