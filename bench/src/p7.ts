// P7: a counsellor who also kept the vault leaves a centre of forty. Processor time and bytes of the lead's client, from
// the tap to the answer: the same code in the same engine as in a browser, in a process of its own. How many
// conversations the centre has makes no difference here: each gets its new key from whoever writes in it next.

import { removeStaff, type Self } from '@beistand/client';
import { centres, franz, phraseOf, topics } from '@beistand/client/cast/people';
import { comeIn, join, raiseCentre, raiseTopics } from '@beistand/client/cast/raise';
import { nodeWorld } from '@beistand/client/node';
import { startServers } from '@beistand/client/testing/servers';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { BIT, toBase64url } from '@beistand/wire';
import { median, printFigure } from './figure.ts';

const STAY = 40;
const RUNS = 5;

const servers = await startServers(1);
try {
  const { database } = servers;
  const newWorld = () => nodeWorld(servers.origin());
  await addOrganisation(database.owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
  const invited = await inviteAdministrator(database.owner, 'Lindenwerk');
  const administrator = await join(newWorld(), `/i/${toBase64url(invited!.invitation)}`, franz);
  const topicIds = await raiseTopics(administrator, topics);
  const { centre, lead, colleagues } = await raiseCentre(newWorld, administrator, centres[0]!, topicIds);
  const letInAnother = async (i: number, bits: number): Promise<Self> => {
    const person = { name: `Kollegin ${i}`, signInName: `kollegin-${i}`, phrase: phraseOf('feder') };
    return comeIn(newWorld(), lead, centre, person, bits);
  };
  for (let i = colleagues.length + 1; i < STAY; i++) await letInAnother(i, BIT.counsellor);
  const leaving: Self[] = [];
  for (let i = 0; i < RUNS; i++) leaving.push(await letInAnother(STAY + i, BIT.counsellor | BIT.custodian));

  let sent = 0;
  const { fetch } = lead.world;
  lead.world.fetch = (url, init) => {
    if (typeof init.body === 'string') sent += Buffer.byteLength(init.body);
    return fetch(url, init);
  };
  const runs: { ms: number; bytes: number }[] = [];
  for (const { account } of leaving) {
    sent = 0;
    const before = process.cpuUsage();
    await removeStaff(lead, centre, toBase64url(account.bundle.kid));
    const { user, system } = process.cpuUsage(before);
    runs.push({ ms: (user + system) / 1000, bytes: sent });
  }
  const figure = (of: 'ms' | 'bytes') => Math.round(median(runs.map((run) => run[of])));
  printFigure({ name: 'P7-ms', figure: figure('ms'), unit: 'ms', runs: RUNS });
  printFigure({ name: 'P7-bytes', figure: figure('bytes'), unit: 'B', runs: RUNS });
} finally {
  await servers.stop();
}
