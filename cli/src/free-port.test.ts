import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, sayWhyNot, whyNotListen } from './free-port.ts';

test('a busy port is passed over; what another port would not mend is said', async () => {
  const other = createServer().listen(0, 'localhost');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  expect(await whyNotListen(port, 'localhost')).toBe('EADDRINUSE');
  expect(await freePort(port, 'localhost')).toBeGreaterThan(port);
  await expect(freePort(port, '192.0.2.1')).rejects.toThrow('HOST 192.0.2.1 is no address of this machine');
  expect(sayWhyNot('EACCES', 80, 'localhost')).toMatch('1024');
});
