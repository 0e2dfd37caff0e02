import { spawnSync } from 'node:child_process';

/**
 * `npm run check:store`: what addons.mozilla.org will say about the Firefox build, by the linter that it uses. Fails for
 * anything that is not known already. The linter is fetched when this is run: 190 packages that nothing else needs.
 */
const linter = 'addons-linter@10.13.0';
const build = '.output/firefox-mv3';

interface Message {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

/** Code of a warning, and how often it may come. */
const known: Readonly<Record<string, number>> = {
  UNSAFE_VAR_ASSIGNMENT: 2, // inside of React DOM, for `dangerouslySetInnerHTML`, which nobody uses here
  KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION: 1, // `data_collection_permissions`; this is for the desktop
};

const { stdout, stderr } = spawnSync(
  'npm',
  ['exec', '--yes', `--package=${linter}`, '--', 'addons-linter', build, '--output', 'json'],
  { encoding: 'utf8', shell: process.platform === 'win32' },
);
if (!stdout.trim().startsWith('{')) throw new Error(`The linter gave no result:\n${stderr}`);
const { errors, warnings, notices } = JSON.parse(stdout) as Record<
  'errors' | 'warnings' | 'notices',
  readonly Message[]
>;
const byCode = Map.groupBy(warnings, ({ code }) => code);
const unknown = [...byCode].flatMap(([code, all]) => all.slice(known[code] ?? 0));
for (const { code, message, file = '', line = '' } of [...errors, ...unknown]) {
  console.log(`${code} ${file}:${line} ${message}`);
}
console.log(
  `${errors.length} errors, ${warnings.length} warnings (${unknown.length} not known), ${notices.length} notices`,
);
process.exitCode = errors.length + unknown.length > 0 ? 1 : 0;
