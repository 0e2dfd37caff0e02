// What `npm start` and `npm test` run first, on any Node ≥ 18 and before anything is installed: it brings what the
// command needs and then hands over to Node 24. Plain JavaScript for that reason.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const stamp = join(root, 'node_modules', '.marquee-installed');
const [command, ...rest] = process.argv.slice(2);

/** Where package managers put a program. */
function inPath(program) {
  return ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].map((folder) => join(folder, program));
}

/** Programs that a command needs beside npm packages, and what Debian calls their packages. */
const programs = {
  chromium: {
    debian: 'chromium',
    needed: ['start', 'test', 'install'],
    paths: [
      process.env.CHROME_BIN,
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
    ],
    hint: 'Chromium or Chrome 140 or newer (set CHROME_BIN to its path)',
  },
  qbittorrent: {
    debian: 'qbittorrent-nox',
    needed: rest.includes('--torrents') ? ['test'] : ['start', 'test', 'install'],
    paths: [process.env.QBITTORRENT_NOX, ...inPath('qbittorrent-nox')],
    hint: 'qbittorrent-nox 4.1 or newer (set QBITTORRENT_NOX to its path)',
  },
  transmission: {
    debian: 'transmission-daemon',
    needed: ['test', 'install'],
    paths: [process.env.TRANSMISSION_DAEMON, ...inPath('transmission-daemon')],
    hint: 'transmission-daemon 3.00 or newer (set TRANSMISSION_DAEMON to its path)',
  },
  deluged: {
    debian: 'deluged',
    needed: ['test', 'install'],
    paths: [process.env.DELUGED, ...inPath('deluged')],
    hint: 'deluged 2.0 or newer (set DELUGED to its path)',
  },
  delugeWeb: {
    debian: 'deluge-web',
    needed: ['test', 'install'],
    paths: [process.env.DELUGE_WEB, ...inPath('deluge-web')],
    hint: 'deluge-web 2.0 or newer (set DELUGE_WEB to its path)',
  },
  rtorrent: {
    debian: 'rtorrent',
    needed: ['test', 'install'],
    paths: [process.env.RTORRENT, ...inPath('rtorrent')],
    hint: 'rtorrent 0.9.8 or newer (set RTORRENT to its path)',
  },
  firefox: {
    debian: 'firefox-esr',
    needed: ['test', 'install'],
    paths: [process.env.FIREFOX_BIN, '/usr/bin/firefox-esr', '/usr/bin/firefox'],
    hint: 'Firefox 140 or newer (set FIREFOX_BIN to its path)',
  },
};

function run(file, args, options = {}) {
  const { status, error } = spawnSync(file, args, { stdio: 'inherit', cwd: root, ...options });
  if (error) throw error;
  return status ?? 1;
}

function must(file, args, options) {
  const status = run(file, args, options);
  if (status !== 0) process.exit(status);
}

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing packages (npm ci) …');
  must('npm', ['ci', '--no-audit', '--no-fund'], { shell: process.platform === 'win32' });
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, lock);
}

function installPrograms() {
  const isThere = (program) => program.paths.some((path) => path && existsSync(path));
  const missing = () =>
    Object.values(programs).filter((program) => program.needed.includes(command) && !isThere(program));
  if (missing().length === 0) return;
  const debian = existsSync('/usr/bin/apt-get') && existsSync('/etc/debian_version');
  if (debian && process.getuid?.() === 0) {
    const names = missing().map((program) => program.debian);
    console.log(`Installing ${names.join(', ')} (apt-get) …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-qq'], { env });
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env });
  }
  const still = missing();
  if (still.length === 0) return;
  console.error('Please install, then run this again:');
  for (const program of still) console.error(`  - ${program.hint}`);
  if (debian) console.error(`On Debian: apt-get install ${still.map((program) => program.debian).join(' ')}`);
  process.exit(1);
}

/** npm brings Node 24 on Linux; elsewhere the person's own serves. */
function environment() {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

const commands = {
  start: [
    ['wxt', ['build', '-b', 'chrome']],
    ['node', ['tests/demo/main.ts', ...rest]],
  ],
  install: [],
  test: [
    ['wxt', ['build', '-b', 'chrome']],
    ['wxt', ['build', '-b', 'firefox', '--mv3']],
    ['node', ['tests/setup/check-size.ts']],
    ['vitest', ['run', ...rest]],
  ],
};

if (!Object.hasOwn(commands, command)) {
  console.error(`Unknown command ${command}; known are ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
installPackages();
installPrograms();
const env = environment();
for (const [file, args] of commands[command]) {
  must(file, args, { env, shell: process.platform === 'win32' });
}
