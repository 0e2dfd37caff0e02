import { sizes } from '../setup/sizes.ts';
import type { Figure } from './figure.ts';
import { benchHeartBeat } from './heart-beat.ts';
import { benchLatency } from './latency.ts';
import { benchLibraryStore } from './library-store.ts';
import { benchMatching } from './matching-speed.ts';
import { benchOwnPages } from './own-pages.ts';
import { benchPage } from './page.ts';
import { pageSubjects } from './page-subjects.ts';
import { benchPoll } from './poll.ts';

/** `pages` takes ids of web UIs and numbers of torrents: `pages deluge 1000 10000`. */
async function benchPages(options: readonly string[]): Promise<readonly Figure[]> {
  const sizes = options.filter((option) => /^\d+$/.test(option)).map(Number);
  const ids = options.filter((option) => !/^\d+$/.test(option));
  const figures: Figure[] = [];
  for (const subject of pageSubjects) {
    if (ids.length > 0 && !ids.includes(subject.hands.webUi)) continue;
    figures.push(...(await benchPage(subject, sizes.length > 0 ? { sizes } : {})));
  }
  return figures;
}

type Bench = (options: readonly string[]) => readonly Figure[] | Promise<readonly Figure[]>;

/** What `npm run bench` runs: every figure with its limit, and how much of the limit it takes. */
const benches: Record<string, Bench> = {
  sizes,
  poll: () => benchPoll(),
  'heart-beat': () => benchHeartBeat(),
  latency: benchLatency,
  'own-pages': () => benchOwnPages(),
  pages: benchPages,
  matching: benchMatching,
  'library-store': benchLibraryStore,
};

const [wanted, ...options] = process.argv.slice(2);
let over = false;
for (const [name, bench] of Object.entries(benches)) {
  if (wanted !== undefined && name !== wanted) continue;
  console.log(`\n${name}`);
  for (const figure of await bench(options)) {
    const share = figure.value / figure.limit;
    if (share > 1) over = true;
    const value = `${figure.value.toFixed(2)} ${figure.unit}`.padStart(14);
    const limit = `of ${figure.limit} ${figure.unit}`.padStart(14);
    console.log(`  ${value} ${limit}  ${(share * 100).toFixed(0).padStart(4)} %  ${figure.name}`);
  }
}
process.exit(over ? 1 : 0);
