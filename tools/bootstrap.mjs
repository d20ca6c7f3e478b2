// Runs before anything is installed, under any Node ≥ 18: imports only node:* (and its sibling that does the same).
// After it, npm finds Node 24 first on its PATH, because node_modules/.bin/node exists.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = join(root, '.installing');
const nodePackage = `node-${process.platform}-${process.arch}`;
const nodeLink = join(root, 'node_modules/.bin/node');

const say = (text) => process.stderr.write(`${text}\n`);
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** npm writes node_modules/.package-lock.json last, so an interrupted install never looks whole. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json')) || !existsSync(nodeLink)) return false;
  const wanted = Object.entries(readJson('package-lock.json').packages);
  const present = readJson('node_modules/.package-lock.json').packages;
  return wanted.every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true; // root and workspaces
    if (entry.link) return existsSync(join(root, path));
    const found = present[path];
    if (!found) return Boolean(entry.optional || entry.devOptional); // made for another platform
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** `npm start` and `npm test` typed at once: one installs, the other waits. A killed installer leaves no lock behind. */
function takeLock() {
  for (let isAnnounced = false; ; sleep(300)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    try {
      const holder = Number(readFileSync(lock, 'utf8'));
      const age = Date.now() - statSync(lock).mtimeMs;
      if (holder ? !isRunning(holder) : age > 5_000) rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'ENOENT') throw error; // the other one has just finished
    }
    if (!isAnnounced) say('Waiting for another installation of this folder to finish …');
    isAnnounced = true;
  }
}

function npmCi() {
  // The scripts of dependencies stay off, dev packages come also under NODE_ENV=production, and `engine-strict=false`
  // lets an older Node install what only Node 24 will run.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--engine-strict=false'];
  args.push('--no-audit', '--no-fund', '--loglevel=error');
  const npm = process.env.npm_execpath;
  const [command, ...rest] =
    npm && basename(npm) === 'npm-cli.js' ? [process.execPath, npm, ...args] : ['npm', ...args];
  const { status } = spawnSync(command, rest, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) return false;
  // npm 9 and 10 install the platform's package but make no link for its program (npm 11 does).
  if (!existsSync(nodeLink) && existsSync(join(root, 'node_modules', nodePackage)))
    symlinkSync(`../${nodePackage}/bin/node`, nodeLink);
  return isInstalled();
}

function install() {
  takeLock();
  try {
    if (isInstalled()) return true;
    say('Installing what is missing (once, about a minute) …');
    if (npmCi()) return true;
    say('The installation did not finish; trying once more …');
    return npmCi();
  } finally {
    rmSync(lock, { force: true });
  }
}

function installChromium() {
  if (findChromium()) return true;
  if (process.env.CHROMIUM) {
    say(`CHROMIUM points to ${process.env.CHROMIUM}, which is not a program that can be run.`);
    return false;
  }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(
      'The tests need a browser: install Chromium (Debian: apt-get install chromium) or set CHROMIUM to its path.',
    );
    return false;
  }
  say('Installing Chromium for the tests (once) …');
  const run = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  if (run('update') && run('install', '-y', '--no-install-recommends', 'chromium') && findChromium())
    return true;
  say('Chromium could not be installed; see the lines above.');
  return false;
}

if (!isInstalled() && !install()) {
  say(
    existsSync(join(root, 'node_modules', nodePackage))
      ? 'npm ci failed; see the lines above. Is the package registry reachable?'
      : `npm ci failed or there is no Node 24 package for ${process.platform} ${process.arch}; see the lines above.`,
  );
  process.exitCode = 1;
} else if (process.argv.includes('--browser') && !installChromium()) process.exitCode = 1;
