import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm run test:faults`: everything in here, in `tests/faults-pipeline` and in the browser, in its long form. Browsers
 * wait more than they work, so both kinds run at the same time.
 */
const runs = [
  ['--project', 'unit', '--maxWorkers', '2', 'tests/faults/', 'tests/faults-pipeline/'],
  ['--project', 'e2e', 'tests/e2e/faults/', 'tests/e2e/worker-killed-often', 'tests/e2e/worker-death'],
];
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const env = { ...process.env, MARQUEE_FAULTS: 'long' };

const statusOf = (run: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [vitest, 'run', ...run, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env,
    });
    child.on('exit', (status) => resolve(status ?? 1));
  });

const startedMs = performance.now();
const statuses = await Promise.all(runs.map(statusOf));
console.log(`All of it took ${Math.round((performance.now() - startedMs) / 60_000)} minutes.`);
process.exitCode = Math.max(...statuses);
