import { BIT } from '@beistand/wire';
import { expect, it } from 'vitest';
import { look } from '../model/attempt.ts';
import { raiseCast, usual } from '../model/cast.ts';
import { actorOf, newPlay } from '../model/play.ts';
import { employ, enquire } from '../model/verbs.ts';

it('a centre’s key that was given to me after I had read its log opens what waits', async () => {
  const play = newPlay(await raiseCast(usual, 1), 1, false);
  const conversation = await enquire(play, 'ada', 'north');
  const wanda = actorOf(play, 'wanda');
  expect(await look(play, wanda, conversation)).toBe('NOT_FOUND');
  await employ(play, actorOf(play, 'eva'), 'north', wanda, BIT.counsellor);
  // Looks, reads every word, and compares it with what was said.
  expect(await look(play, wanda, conversation)).toBe('ok');
  expect(wanda.self.rooms.get(conversation)?.epochKeys.size).toBe(1);
});
