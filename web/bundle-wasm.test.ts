import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { carriedWasm } from './bundle-wasm.ts';

const opaque = '/node_modules/@serenity-kit/opaque/esm/index.js';
const sodium = '/node_modules/libsodium/dist/modules-esm/libsodium.mjs';
const codeOf = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`..${path}`, import.meta.url)), 'utf8');

test.each([opaque, sodium])('%s gives up its WebAssembly whole, and asks for it instead', async (id) => {
  const code = codeOf(id);
  const carried = carriedWasm(code, id);
  const module = await WebAssembly.compile(carried?.wasm as BufferSource);
  expect(WebAssembly.Module.exports(module).length).toBeGreaterThan(10);
  const rest = carried?.codeWith('bytesOf(there)') ?? '';
  expect(rest).toContain('await bytesOf(there)');
  expect(rest).not.toMatch(/[\w+/]{1000}/);
});

test('a library that carries it otherwise stops the build', () => {
  expect(() => carriedWasm('export const wasm = fetch("opaque.wasm");', opaque)).toThrow('carry');
  expect(carriedWasm('export const nothing = 1;', '/web/src/worker/ask.ts')).toBeNull();
});
