import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run test:faults`: everything in here and in `tests/e2e/faults`, in its long form. */
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'tests/faults', 'tests/e2e/faults/', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, MARQUEE_FAULTS: 'long' } },
);
process.exitCode = status ?? 1;
