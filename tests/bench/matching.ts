import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Runs our matcher in the benchmark of whole worlds, which lies beside the project: `node tests/bench/matching.ts
 * --seed dev-1`, with its other options as they are. Its last line starts with `TOTAL`.
 */
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const bench = `${corpus}bench/bench.mjs`;
if (!existsSync(bench)) {
  console.error(`The benchmark is not here: it needs ${bench}, which is no part of the project.`);
  process.exit(2);
}
const options = process.argv.slice(2);
const names = options.includes('--corpus') ? [] : ['--corpus', `${corpus}names`];
const matcher = fileURLToPath(import.meta.resolve('./matching-adapter.ts'));
const run = spawnSync(process.execPath, [bench, '--matcher', matcher, ...names, ...options], {
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
