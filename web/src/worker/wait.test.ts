import { expect, it } from 'vitest';
import { waitOrOnline } from './wait.ts';

const hours = 3_600_000;

it('ends with the time, or early when the network is back, and leaves no listener', async () => {
  const browser = new EventTarget();
  await waitOrOnline(browser, 1);
  let count = 0;
  const counted = new EventTarget();
  counted.addEventListener = (...given) => {
    count += 1;
    EventTarget.prototype.addEventListener.apply(counted, given);
  };
  counted.removeEventListener = (...given) => {
    count -= 1;
    EventTarget.prototype.removeEventListener.apply(counted, given);
  };
  const waits = [waitOrOnline(counted, 5 * hours), waitOrOnline(counted, hours)];
  expect(count).toBe(2);
  counted.dispatchEvent(new Event('offline'));
  counted.dispatchEvent(new Event('online'));
  await Promise.all(waits);
  expect(count).toBe(0);
});
