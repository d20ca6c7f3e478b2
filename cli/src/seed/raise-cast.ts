import { accept, send } from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { ada, ben, centres, franz, topics } from '@beistand/client/cast/people';
import { join, type NewWorld, raiseCentre, raiseTopics } from '@beistand/client/cast/raise';

/** What the two conversations of the demo say. Nobody in them is real. */
const words = {
  ada: 'Guten Tag. Ich habe drei Mahnungen bekommen und traue mich kaum noch an den Briefkasten. Heute kam ein gelber Brief vom Gericht. Was muss ich jetzt tun?',
  clara:
    'Guten Tag und danke, dass Sie schreiben. Gut, dass Sie den Brief geöffnet haben: Bei einem Mahnbescheid zählt das Datum auf dem Umschlag. Wann ist er bei Ihnen angekommen?',
  adaAgain: 'Am Montag. Ich wusste nicht, dass das Datum wichtig ist.',
  claraAgain:
    'Dann haben Sie noch Zeit: Zwei Wochen ab Montag können Sie widersprechen. Schauen wir gemeinsam, ob die Forderung stimmt. Mögen Sie mir schreiben, von wem sie kommt und wofür?',
  ben: 'Hallo. Mein Bruder trinkt seit einem Jahr jeden Abend, und ich weiß nicht mehr, wie ich mit ihm reden soll. Kann ich mich hier melden, auch wenn es nicht um mich geht?',
} as const;

/**
 * The standing cast, through nothing but the public API: Franz follows his link and enters topics and centres, the
 * leads found, colleagues are let in, both centres open; Ada is answered by Clara, Ben waits.
 *
 * @param path of the administrator's invitation
 */
export async function raiseCast(
  newWorld: NewWorld,
  path: string,
  say: (line: string) => void,
): Promise<void> {
  const administrator = await join(newWorld(), path, franz);
  const topicIds = await raiseTopics(administrator, topics);
  say('Franz has entered three topics.');
  const [altstadt] = await raiseAll(newWorld, administrator, topicIds, say);
  const [debts, addiction] = topicIds as [string, string];
  const { centre, colleagues } = altstadt!;
  const [clara] = colleagues;

  const asked = await askForHelp(newWorld(), {
    ...ada,
    centre,
    topic: debts,
    topicTitle: topics[0]!.title,
    text: words.ada,
  });
  await accept(clara!, asked.conversation);
  await send(clara!, asked.conversation, words.clara);
  await send(asked.self, asked.conversation, words.adaAgain);
  await send(clara!, asked.conversation, words.claraAgain);
  say('Ada has asked, and Clara has answered.');
  await askForHelp(newWorld(), {
    ...ben,
    centre,
    topic: addiction,
    topicTitle: topics[1]!.title,
    text: words.ben,
  });
  say('Ben has asked, and waits.');
}

async function raiseAll(
  newWorld: NewWorld,
  administrator: Parameters<typeof raiseCentre>[1],
  topicIds: string[],
  say: (line: string) => void,
) {
  const raised: Awaited<ReturnType<typeof raiseCentre>>[] = [];
  for (const plan of centres) {
    raised.push(await raiseCentre(newWorld, administrator, plan, topicIds));
    say(`${plan.fields.name} is open.`);
  }
  return raised;
}
