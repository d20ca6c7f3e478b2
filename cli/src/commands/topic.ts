import { addTopic, call, type TopicFields } from '@beistand/client';
import { contract } from '@beistand/contract';
import { asAdministrator } from '../as-administrator.ts';
import { Misuse } from '../usage.ts';
import type { Command, Outside } from './command.ts';
import { checkFields, noId, signInName } from './fields.ts';

async function add(outside: Outside, name: string, fields: TopicFields): Promise<void> {
  await asAdministrator(outside, name, async (self) => {
    const { topics } = await call(self.world, 'listTopics', {});
    if (topics.some(({ title }) => title === fields.title))
      return outside.say(`There already is a topic "${fields.title}"; it stays as it is.`);
    await addTopic(self, fields);
    outside.say(`Added the topic "${fields.title}".`);
  });
}

export const topic: readonly Command[] = [
  {
    words: ['topic', 'add'],
    names: 1,
    options: ['as', 'short', 'description', 'icon', 'address', 'promise-hours'],
    read: ([title = ''], values) => {
      const { address = 'sie' } = values;
      if (address !== 'sie' && address !== 'du') throw new Misuse('--address is sie or du.');
      const fields: TopicFields = {
        title,
        short: values.short ?? title,
        description: values.description ?? '',
        icon: values.icon ?? 'message-circle',
        address,
        promiseHours: Number(values['promise-hours']),
      };
      checkFields(
        contract.addTopic.input,
        { topic: noId, ...fields },
        {
          title: 'TITLE has 2 to 80 characters; put it in quotes when it has spaces.',
          short: '--short has 2 to 40 characters; without it TITLE is taken.',
          description: '--description has up to 240 characters.',
          icon: '--icon has up to 40 characters.',
          promiseHours: '--promise-hours is a number of the centre’s opening hours, 1 to 400.',
        },
      );
      const name = signInName(values);
      return { at: 'outside', run: (outside) => add(outside, name, fields) };
    },
  },
];
