import fc from 'fast-check';
import type { Pipeline, Place } from './pipeline-model.ts';
import type { Mishap } from './sim-plex.ts';

/** What may happen next. Plain data, so that a failure that was found can be kept as a case. */
export type Happening =
  | { readonly kind: 'finish-many'; readonly from: number; readonly count: number }
  | { readonly kind: 'finish'; readonly number: number; readonly place: Place; readonly isMoving: boolean }
  | {
      readonly kind:
        | 'arrive'
        | 'unpack'
        | 'swap'
        | 'kill'
        | 'lose-memory'
        | 'restart'
        | 'busy'
        | 'remake-library';
    }
  | { readonly kind: 'recheck' | 'select-more' | 'remove' | 'add-anew'; readonly number: number }
  | { readonly kind: 'client-away' | 'plex-away' | 'blind' | 'full' | 'watch'; readonly on: boolean }
  | { readonly kind: 'mishap'; readonly mishap: Mishap; readonly after: number }
  | { readonly kind: 'slow-scans'; readonly ms: number }
  | { readonly kind: 'die'; readonly inOps: number; readonly when: 'before' | 'after' }
  | { readonly kind: 'jump'; readonly ms: number }
  | { readonly kind: 'decide'; readonly what: 'retry' | 'ignore'; readonly which: number }
  | { readonly kind: 'answer'; readonly isWanted: boolean }
  | { readonly kind: 'live'; readonly ms: number };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const number = fc.nat(30);
const place = fc.constantFrom<Place>(
  'own folder',
  'own folder',
  'own folder',
  'library root',
  'series',
  'second location',
  'nested library',
  'nowhere',
  'archive',
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('finish' as const),
      number,
      place,
      isMoving: fc.oneof(
        { weight: 4, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('finish-many' as const),
      from: fc.integer({ min: 31, max: 40 }),
      count: fc.integer({ min: 8, max: 16 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('finish-many' as const),
      from: fc.constant(100),
      count: fc.integer({ min: 51, max: 56 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('answer' as const), isWanted: fc.boolean() }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('live' as const),
      ms: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 5 * second }) },
        { weight: 6, arbitrary: fc.integer({ min: second, max: 3 * minute }) },
        { weight: 2, arbitrary: fc.integer({ min: 3 * minute, max: 3 * hour }) },
        { weight: 1, arbitrary: fc.integer({ min: 3 * hour, max: 3 * day }) },
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('arrive', 'unpack', 'kill', 'restart', 'busy', 'swap', 'remake-library'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose-memory' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('recheck', 'select-more', 'remove', 'add-anew'), number }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('client-away', 'plex-away', 'blind', 'full', 'watch'),
      on: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('mishap' as const),
      mishap: fc.constantFrom<Mishap>('not-sent', 'lost', 'error'),
      after: fc.nat(6),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('slow-scans' as const),
      ms: fc.integer({ min: 0, max: 20 * minute }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('die' as const),
      inOps: fc.nat(40),
      when: fc.constantFrom('before', 'after'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('jump' as const),
      ms: fc.oneof(
        fc.integer({ min: -2 * hour, max: 2 * hour }),
        fc.constantFrom(-day, day, -6 * 365 * day, 3 * day, 0),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      what: fc.constantFrom('retry', 'retry', 'ignore'),
      which: fc.nat(30),
    }),
  },
) as fc.Arbitrary<Happening>;

/** Lets something happen. */
export async function happen(pipeline: Pipeline, one: Happening): Promise<void> {
  const { world } = pipeline;
  const { client, plex, browser, clock } = world;
  switch (one.kind) {
    case 'finish':
      return pipeline.finish(one.number, one.place, one.isMoving);
    case 'finish-many':
      for (let at = 0; at < one.count; at++) pipeline.finish(one.from + at, 'own folder', false);
      return;
    case 'arrive':
      return pipeline.arrive();
    case 'unpack':
      return pipeline.unpack();
    case 'swap':
      return pipeline.swap();
    case 'kill':
      return browser.kill();
    case 'lose-memory':
      return pipeline.loseMemory();
    case 'restart':
      return client.restart();
    case 'busy':
      return plex.scan('1', '/nowhere');
    case 'remake-library':
      return remakeLibrary(pipeline);
    case 'recheck':
      return pipeline.recheck(one.number);
    case 'select-more':
      return pipeline.selectMore(one.number);
    case 'remove':
      return pipeline.remove(one.number);
    case 'add-anew':
      return pipeline.addAnew(one.number);
    case 'mishap':
      plex.mishaps[one.after] = one.mishap;
      return;
    case 'slow-scans':
      plex.scanMs = one.ms;
      return;
    case 'die':
      browser.death = { inOps: one.inOps, when: one.when };
      return;
    case 'jump': {
      // a first contact by a wrong clock is told from nothing: what completes then may count as old
      const memory = browser.memories.get('qb');
      if (memory && !memory.isProvisional && !client.isStranger) clock.offMs += one.ms;
      return;
    }
    case 'decide':
      return pipeline.decide(one.what, one.which);
    case 'answer':
      return pipeline.answer(one.isWanted);
    case 'live':
      return world.live(one.ms);
    default:
      return turn(pipeline, one.kind, one.on);
  }
}

function turn(
  { world }: Pipeline,
  kind: 'client-away' | 'plex-away' | 'blind' | 'full' | 'watch',
  on: boolean,
): void {
  if (kind === 'client-away') world.client.away = on;
  else if (kind === 'plex-away') world.plex.away = on;
  else if (kind === 'blind') world.plex.blind = on;
  else if (kind === 'full') world.browser.isFull = on;
  else world.browser.watched = new Set(on ? ['qb'] : []);
}

/** The films are in another library from now on, as when the person has made it anew. */
function remakeLibrary({ world: { plex } }: Pipeline): void {
  const [before] = plex.sections;
  if (before?.key !== '1') return;
  plex.sections = [{ ...before, key: '11' }, ...plex.sections.slice(1)];
  plex.items = new Map([...plex.items].map(([id, item]) => [id.replace(/^1:/, '11:'), item]));
}

class Command implements fc.AsyncCommand<{ steps: number }, Pipeline> {
  readonly happening: Happening;

  constructor(one: Happening) {
    this.happening = one;
  }

  check(): boolean {
    return true;
  }

  async run(model: { steps: number }, real: Pipeline): Promise<void> {
    model.steps++;
    await happen(real, this.happening);
    real.check();
  }

  toString(): string {
    return JSON.stringify(this.happening);
  }
}

/** Any history of a world full of trouble. */
export const histories = fc.commands([happening.map((one) => new Command(one))], {
  maxCommands: 60,
  size: '+1',
});
