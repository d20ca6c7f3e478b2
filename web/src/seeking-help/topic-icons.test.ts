import { expect, test } from 'vitest';
import * as icons from '../ui/icons.ts';
import { topicIcon } from './topic-icons.ts';

test('a name that is no icon of ours gets the speech bubble, whatever it is', () => {
  expect(topicIcon('baby')).toBe(icons.baby);
  for (const name of ['x', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])
    expect(topicIcon(name)).toBe(icons.messageCircle);
});
