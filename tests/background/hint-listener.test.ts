import { describe, expect, it } from 'vitest';
import { HintListener } from '../../lib/background/hint-listener.ts';
import type { ServerSettings, Settings } from '../../lib/domain/settings.ts';
import type { PlexEvent } from '../../lib/ports/plex-server.ts';
import { standardSettings, startBackground } from '../fakes/background.ts';
import { settled } from '../fakes/clock.ts';
import { downloadOf } from '../fakes/download.ts';
import { FakeWorld, machineIdentifier } from '../fakes/world.ts';

const [attic] = standardSettings.servers as [ServerSettings];
const plan = { machineIdentifier, scans: [], files: [] };
const verifying = downloadOf(1, { stage: 'verifying', plan });
const event: PlexEvent = { kind: 'scan-ended', sectionKey: '1' };

/** A listener with one download that is owed, whose looks end when `answer` is called. */
async function begin() {
  const world = new FakeWorld();
  const background = startBackground(world);
  await background.book.open();
  await background.book.commit({ put: [verifying] });
  const streams: { address: string; signal: AbortSignal }[] = [];
  const connections = {
    ...background.connections,
    server: (server: ServerSettings) => ({
      ...world.server,
      events: (signal: AbortSignal) => {
        streams.push({ address: server.address, signal });
        return world.server.events(signal);
      },
    }),
  };
  const looks: (() => void)[] = [];
  const listener = new HintListener(
    { book: background.book, connections, later: background.clock.later },
    () => {
      return new Promise((resolve) => looks.push(resolve));
    },
  );
  const open = (): string[] => streams.filter((one) => !one.signal.aborted).map((one) => one.address);
  const listen = async (settings: Settings = standardSettings): Promise<void> => {
    listener.listen(settings);
    await settled();
  };
  return { ...background, world, looks, streams, listen, open };
}

describe('listening for hints', () => {
  it('goes on while files are owed and ends with the last of them', async () => {
    const { listen, open, streams, book } = await begin();
    await listen();
    await listen();
    expect(open()).toEqual([attic.address]);
    expect(streams).toHaveLength(1);
    await book.update([verifying.id], (one) => ({ ...one, stage: 'available' }));
    await listen();
    expect(open()).toEqual([]);
  });

  it('ends when the server is removed', async () => {
    const { listen, open } = await begin();
    await listen();
    await listen({ ...standardSettings, servers: [] });
    expect(open()).toEqual([]);
  });

  it('follows a server to its new address', async () => {
    const { listen, open } = await begin();
    await listen();
    await listen({ ...standardSettings, servers: [{ ...attic, address: 'http://10.0.0.9:32400' }] });
    expect(open()).toEqual(['http://10.0.0.9:32400']);
  });

  it('asks nothing of a host that the browser does not allow', async () => {
    const { listen, streams, allowedHosts } = await begin();
    allowedHosts.value = false;
    await listen();
    expect(streams).toEqual([]);
    allowedHosts.value = true;
    await listen();
    expect(streams).toHaveLength(1);
  });

  it('opens a stream that ended or failed again at the next call, and not by itself', async () => {
    const { listen, streams, world } = await begin();
    // biome-ignore lint/correctness/useYield: it fails before it has anything to say
    world.server.events = async function* () {
      throw new Error('refused');
    };
    await listen();
    await settled();
    expect(streams).toHaveLength(1);
    await listen();
    expect(streams).toHaveLength(2);
  });
});

describe('a hint', () => {
  it('makes one look per burst', async () => {
    const { listen, world, looks, clock } = await begin();
    await listen();
    for (let at = 0; at < 20; at++) world.hint(event);
    await clock.pass(300);
    expect(looks).toHaveLength(0);
    await clock.pass(200);
    expect(looks).toHaveLength(1);
  });

  it('of another kind makes none', async () => {
    const { listen, world, looks, clock } = await begin();
    await listen();
    world.hint({ kind: 'other' });
    await clock.pass(2_000);
    expect(looks).toHaveLength(0);
  });

  it('makes no second look while a slow one is under way, and exactly one after it', async () => {
    const { listen, world, looks, clock } = await begin();
    await listen();
    for (let at = 0; at < 50; at++) {
      world.hint(event);
      await clock.pass(500);
    }
    expect(looks).toHaveLength(1);
    looks[0]?.();
    await clock.pass(1_000);
    expect(looks).toHaveLength(2);
    looks[1]?.();
    await clock.pass(5_000);
    expect(looks).toHaveLength(2);
    world.hint(event);
    await clock.pass(500);
    expect(looks).toHaveLength(3);
  });
});
