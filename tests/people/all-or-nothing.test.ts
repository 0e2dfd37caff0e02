import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Redemption } from '../../lib/domain/redemption.ts';
import type { NetFault } from './support/faulty-fetch.ts';
import {
  factsOf,
  type PeopleWorld,
  serverIds,
  startPeopleWorld,
  type Worker,
} from './support/people-world.ts';
import { expectNothingLoose } from './support/recorder.ts';
import { arrange, arrangedRun, keysOf, type Scene } from './support/scene.ts';

let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld();
});
afterAll(() => world.standIn.close());

const fault = fc.record({
  at: fc.integer({ min: 1, max: 60 }),
  times: fc.integer({ min: 1, max: 4 }),
  when: fc.constantFrom('before' as const, 'after' as const, 'late' as const),
  what: fc.constantFrom('cut' as const, 'server-error' as const, 'busy' as const, 'refused' as const),
  onlyChanges: fc.boolean(),
});
const keys = fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1 });
const access = fc
  .uniqueArray(fc.constantFrom(...serverIds), { minLength: 1 })
  .chain((ids) => fc.tuple(...ids.map((server) => fc.record({ server: fc.constant(server), keys }))));
const prior = fc.array(fc.record({ server: fc.constantFrom(...serverIds), keys, isAccepted: fc.boolean() }), {
  maxLength: 3,
});
const scene: fc.Arbitrary<Scene> = fc.record({
  way: fc.constantFrom('link' as const, 'address' as const, 'unknown-address' as const, 'managed' as const),
  access,
  prior,
  isFriend: fc.boolean(),
  wantsAll: fc.boolean(),
});

/** Lets time pass until nothing is left to do, by a worker that knows only what is stored. */
async function settle(worker: Worker, id: string): Promise<Redemption> {
  await worker.book.open();
  const minute = async (): Promise<void> => {
    await world.net.passTo(world.clock.nowMs);
    world.clock.nowMs += 60_000;
    world.standIn.clock.advance(60_000);
    await world.net.passTo(world.clock.nowMs);
    await worker.redeemer.tick();
  };
  await worker.redeemer.tick();
  for (let turn = 0; turn < 40; turn++) {
    const run = worker.book.redemption(id);
    const isSettled = run && !['running', 'undoing'].includes(run.stage);
    await minute(); // what is late comes after the end too
    if (isSettled) return worker.book.redemption(id) ?? run;
  }
  throw new Error(`Not settled: ${worker.book.redemption(id)?.stage}`);
}

/** All of it, or nothing; and what was there before is as it was. */
function expectAllOrNothing(run: Redemption, before: string, one: Scene, guestId: number | null): void {
  const { plexTv } = world.standIn;
  if (run.stage !== 'done') {
    expect(run.stage).toMatch(/^(failed|cancelled)$/);
    expect(run.failure).not.toBeNull();
    expect(factsOf(world.standIn)).toBe(before);
    return;
  }
  const was = JSON.parse(before) as ReturnType<typeof JSON.parse>;
  const madeId = run.guest?.id ?? guestId;
  const mine = plexTv.shares.filter(({ invitedId, invitedEmail }) =>
    madeId === null ? invitedEmail === run.guest?.email : invitedId === madeId,
  );
  for (const { server, keys: wanted } of one.access) {
    const old = was.shares.find(
      (share: { id: number; machineIdentifier: string }) =>
        share.machineIdentifier === server && mine.some(({ id }) => id === share.id),
    );
    const all = new Set([
      ...keysOf(world, server, one.wantsAll ? ['1', '2', '3'] : wanted),
      ...(old?.sectionIds ?? []),
    ]);
    const now = mine.filter(({ machineIdentifier }) => machineIdentifier === server);
    expect(now).toHaveLength(1);
    expect(new Set(now[0]?.sectionIds)).toEqual(all);
    if (old) expect(now[0]).toMatchObject({ id: old.id, accepted: old.accepted, settings: old.settings });
  }
  const touched = new Set(one.access.map(({ server }) => server as string));
  for (const old of was.shares) {
    const now = plexTv.shares.find(({ id }) => id === old.id);
    const isTouched = mine.some(({ id }) => id === old.id) && touched.has(old.machineIdentifier);
    if (!isTouched)
      expect({ ...now, sectionIds: [...(now?.sectionIds ?? [])].sort((a, b) => a - b) }).toMatchObject(old);
  }
  for (const id of was.friends) expect(plexTv.friends.has(id)).toBe(true);
}

async function play(one: Scene, broken: NetFault, deathAt: number | null) {
  world.reset();
  const stage = await arrange(world, one);
  const before = factsOf(world.standIn);
  const first = world.worker();
  world.net.requests.length = 0;
  const id = await arrangedRun(first, one, stage);
  world.net.break(broken);
  let sent = 0;
  world.net.onRequest = () => {
    sent += 1;
    if (sent === deathAt) first.kill();
  };
  await first.redeemer.confirm(id).catch(() => undefined);
  world.net.heal();
  world.net.onRequest = () => undefined;
  const worker = deathAt === null ? first : world.worker();
  const run = await settle(worker, id);
  return { run, before, worker, stage, sent };
}

const used = ({ book }: Worker): number | undefined => book.invitation('invitation-1')?.used;

describe('a redemption', () => {
  it('opens all or nothing and leaves alone what was there, whichever request fails and however', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(scene, fault, async (one, broken) => {
        const { run, before, worker, stage } = await play(one, broken, null);
        expectAllOrNothing(run, before, one, stage.guestId);
        expect(used(worker)).toBe(run.stage === 'done' ? 1 : 0);
        expectNothingLoose(world);
        seen.set(run.stage, (seen.get(run.stage) ?? 0) + 1);
      }),
      { numRuns: 150 },
    );
    expect(seen.get('done')).toBeGreaterThan(10);
    expect(seen.get('failed')).toBeGreaterThan(10);
  }, 240_000);

  it('is finished or undone by the next worker, wherever this one dies', async () => {
    const seen = new Map<string, number>();
    const death = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(scene, death, fault, async (one, at, { when }) => {
        const cut = { at, when, what: 'cut' } as const;
        const { run, before, worker, stage } = await play(one, cut, at);
        expectAllOrNothing(run, before, one, stage.guestId);
        expect(used(worker)).toBe(run.stage === 'done' ? 1 : 0);
        expectNothingLoose(world);
        seen.set(run.stage, (seen.get(run.stage) ?? 0) + 1);
      }),
      { numRuns: 150 },
    );
    expect(seen.get('done')).toBeGreaterThan(10);
  }, 240_000);

  const twoServers: Scene = {
    way: 'link',
    access: [
      { server: 'server-one', keys: ['1'] },
      { server: 'server-two', keys: ['1', '2'] },
    ],
    prior: [],
    isFriend: false,
    wantsAll: false,
  };

  it.each(['link', 'managed'] as const)(
    'by %s holds at each of its changes',
    async (way) => {
      const one = { ...twoServers, way };
      const untouched: NetFault = { at: 10_000, when: 'before', what: 'cut', onlyChanges: true };
      await play(one, untouched, null);
      const changes = world.net.requests.filter(({ method }) => method !== 'GET').length;
      expect(changes).toBeGreaterThanOrEqual(3);
      for (let at = 1; at <= changes; at++) {
        for (const what of ['cut', 'server-error', 'refused'] as const) {
          for (const when of ['before', 'after', 'late'] as const) {
            const { run, before, stage } = await play(one, { at, when, what, onlyChanges: true }, null);
            expectAllOrNothing(run, before, one, stage.guestId);
          }
        }
      }
    },
    120_000,
  );
});
