import { sizes } from '../setup/sizes.ts';
import type { Figure } from './figure.ts';
import { benchLatency } from './latency.ts';
import { benchPage } from './page.ts';
import { benchPoll } from './poll.ts';

/** What `npm run bench` runs: every figure with its limit, and how much of the limit it takes. */
const benches: Record<string, () => readonly Figure[] | Promise<readonly Figure[]>> = {
  sizes,
  poll: benchPoll,
  latency: benchLatency,
  page: benchPage,
};

const wanted = process.argv.slice(2);
let over = false;
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  for (const figure of await bench()) {
    const share = figure.value / figure.limit;
    if (share > 1) over = true;
    const value = `${figure.value.toFixed(2)} ${figure.unit}`.padStart(14);
    const limit = `of ${figure.limit} ${figure.unit}`.padStart(14);
    console.log(`  ${value} ${limit}  ${(share * 100).toFixed(0).padStart(4)} %  ${figure.name}`);
  }
}
process.exit(over ? 1 : 0);
