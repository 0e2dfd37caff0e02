import { performance } from 'node:perf_hooks';
import { decide } from '../../lib/matching/decide.ts';
import { LibraryIndex } from '../../lib/matching/library-index.ts';
import { readReleaseName } from '../../lib/matching/release-name.ts';
import { SegmentBuilder } from '../../lib/matching/segment-builder.ts';
import type { Figure } from './figure.ts';
import { makeLibrary, makeTorrents } from './matching-library.ts';

/** Milliseconds that a piece of work takes. */
function timed<T>(work: () => T): { readonly value: T; readonly ms: number } {
  const start = performance.now();
  const value = work();
  return { value, ms: performance.now() - start };
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** What the index of a large library and the decisions on it cost. */
export function benchMatching(): readonly Figure[] {
  const library = makeLibrary();
  const builds = [1, 2, 3].map(() => build(library));
  const [first] = builds;
  if (!first) throw new Error('Nothing was built.');
  const { index } = first;
  const cpu = Math.min(...builds.map((each) => each.cpu));
  // The same slices each time: the quickest of three is what it costs without its neighbours on the machine.
  const slices = first.slices.map((_, slice) => Math.min(...builds.map((each) => each.slices[slice] ?? 0)));
  const saved = timed(() => structuredClone(index.save()));
  const loaded = timed(() => LibraryIndex.load(saved.value));
  return [
    { name: 'index of 120,000 files, CPU', value: cpu, unit: 'ms', limit: 2_000 },
    { name: 'index, the longest slice', value: Math.max(...slices), unit: 'ms', limit: 25 },
    { name: 'index, size', value: index.bytes / 2 ** 20, unit: 'MiB', limit: 8 },
    { name: 'index, copied as a database would', value: saved.ms, unit: 'ms', limit: 50 },
    { name: 'index, loaded from the copy', value: loaded.ms, unit: 'ms', limit: 50 },
    ...decisions(loaded.value),
    hostile(),
  ];
}

function build({ titles, files }: ReturnType<typeof makeLibrary>) {
  const [builder, slices] = [new SegmentBuilder(), [] as number[]];
  const before = cpuMs();
  for (const page of titles) slices.push(timed(() => builder.addTitles(page)).ms);
  for (const page of files) slices.push(timed(() => builder.addFiles(page)).ms);
  const steps = builder.finish();
  for (;;) {
    const { value, ms } = timed(() => steps.next());
    slices.push(ms);
    if (value.done) return { index: LibraryIndex.of(value.value), slices, cpu: cpuMs() - before };
  }
}

function decisions(index: LibraryIndex): readonly Figure[] {
  const torrents = makeTorrents(10_000);
  for (const torrent of torrents.slice(0, 200)) decide(torrent, { index, mappings: [] });
  const before = cpuMs();
  const each = torrents.map((torrent) => timed(() => decide(torrent, { index, mappings: [] })));
  const cpu = cpuMs() - before;
  const opened = each.filter(({ value }) => value.kind === 'open').length;
  if (opened < torrents.length * 0.9) throw new Error(`Only ${opened} of the torrents were recognised.`);
  const took = each.map(({ ms }) => ms);
  return [
    { name: '10,000 torrents matched, CPU', value: cpu, unit: 'ms', limit: 3_000 },
    { name: 'a decision, half of them', value: at(took, 0.5), unit: 'ms', limit: 0.5 },
    { name: 'a decision, 99 of 100', value: at(took, 0.99), unit: 'ms', limit: 10 },
  ];
}

/** The worst of names that regular expressions stumble over, of 64 kB. */
function hostile(): Figure {
  const pieces = [
    'ア',
    '話',
    '第01話',
    ' - ',
    '.',
    '[',
    'S01E',
    'E01-',
    '(',
    '1x01-x',
    ' /',
    '_',
    '2019.',
    '１',
    'a.k.a ',
  ];
  const took = pieces.map((piece) => {
    const name = piece.repeat(Math.ceil(65_536 / piece.length));
    return Math.min(...[1, 2, 3].map(() => timed(() => readReleaseName(name)).ms));
  });
  return { name: 'a hostile name of 64 kB', value: Math.max(...took), unit: 'ms', limit: 50 };
}

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
