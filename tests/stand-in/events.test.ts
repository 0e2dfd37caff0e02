import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type StandIn, startStandIn } from './index.ts';
import { ask } from './support/ask.ts';
import { type MediaFolder, mediaFolder } from './support/media-folder.ts';

interface Frame {
  readonly type: string;
  readonly size: number;
  readonly [list: string]: unknown;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(options: Parameters<typeof startStandIn>[0] = {}): Promise<[StandIn, MediaFolder]> {
  const media = await mediaFolder('Some Film (2019).mkv');
  const standIn = await startStandIn({
    sections: [{ type: 'movie', title: 'Movies', locations: [{ diskPath: media.path }] }],
    delays: { scanMs: 2, appearMs: 0, matchMs: 0, contextMs: 1 },
    ...options,
  });
  open.push({ close: () => media[Symbol.asyncDispose]() }, standIn);
  return [standIn, media];
}

/** Scans, then sends a last frame to know that all others are in. */
async function scanned(standIn: StandIn): Promise<void> {
  await ask(standIn, '/library/sections/1/refresh');
  await standIn.settled();
  standIn.notify('progress', 'ProgressNotification', [{ message: 'over' }]);
}

async function socketFrames(standIn: StandIn, path: string): Promise<Frame[]> {
  const socket = new WebSocket(`${standIn.plexUrl.replace('http', 'ws')}${path}`);
  const frames: Frame[] = [];
  const over = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const { NotificationContainer: frame } = JSON.parse(String(data)) as { NotificationContainer: Frame };
      frames.push(frame);
      if (frame.type === 'progress') resolve();
    });
  });
  await once(socket, 'open');
  await scanned(standIn);
  await over;
  socket.close();
  return frames;
}

async function streamText(
  standIn: StandIn,
  query: string,
  token: string | null = standIn.token,
): Promise<string> {
  const stop = new AbortController();
  const answer = await fetch(`${standIn.plexUrl}/:/eventsource/notifications${query}`, {
    headers: { Accept: 'text/event-stream', ...(token !== null && { 'X-Plex-Token': token }) },
    signal: stop.signal,
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  const reading = (async () => {
    for await (const part of answer.body ?? []) {
      text += Buffer.from(part).toString();
      if (text.includes('"over"')) break;
    }
  })();
  await scanned(standIn);
  await reading;
  stop.abort();
  return text;
}

const entries = (frames: readonly Frame[], type: string, list: string): Record<string, unknown>[] =>
  frames.filter((frame) => frame.type === type).flatMap((frame) => frame[list] as Record<string, unknown>[]);

describe('notifications', () => {
  it.each(['websockets', 'websocket'])(
    'come by /:/%s/notifications with the token in the query',
    async (name) => {
      const [standIn] = await start();
      const frames = await socketFrames(standIn, `/:/${name}/notifications?X-Plex-Token=${standIn.token}`);
      expect(new Set(frames.map((frame) => frame.type))).toEqual(
        new Set(['activity', 'timeline', 'status', 'progress']),
      );
      expect(standIn.requests[0]).toMatchObject({ tokenInUrl: true, status: 101 });
    },
  );

  it('tell of a scan: started without its section, then named, then ended', async () => {
    const [standIn] = await start();
    const frames = await socketFrames(standIn, `/:/websockets/notifications?X-Plex-Token=${standIn.token}`);
    const scans = entries(frames, 'activity', 'ActivityNotification').filter(
      (entry) => (entry.Activity as { type: string }).type === 'library.update.section',
    );
    expect(scans.map((entry) => entry.event)).toEqual(['started', 'updated', 'ended']);
    expect(scans.map((entry) => (entry.Activity as { Context?: unknown }).Context)).toEqual([
      undefined,
      { librarySectionID: '1' },
      { librarySectionID: '1' },
    ]);
    expect(new Set(scans.map((entry) => entry.uuid)).size).toBe(1);
  });

  it('tell of an item: created, then matched to its end', async () => {
    const [standIn] = await start();
    const frames = await socketFrames(standIn, `/:/websockets/notifications?X-Plex-Token=${standIn.token}`);
    const timeline = entries(frames, 'timeline', 'TimelineEntry');
    expect(timeline.map((entry) => entry.state)).toEqual([0, 2, 3, 4, 5]);
    expect(timeline[0]).toMatchObject({ itemID: '101', sectionID: '1', type: 1, metadataState: 'created' });
    expect(timeline[4]).not.toHaveProperty('metadataState');
    expect(entries(frames, 'status', 'StatusNotification')).toEqual([
      { title: 'Library scan complete', description: 'Movies', notificationName: 'LIBRARY_UPDATE' },
    ]);
  });

  it('tell of an item that went', async () => {
    const [standIn, media] = await start({ scanAtStart: true });
    await media.remove('Some Film (2019).mkv');
    const frames = await socketFrames(standIn, `/:/websockets/notifications?X-Plex-Token=${standIn.token}`);
    expect(entries(frames, 'timeline', 'TimelineEntry')).toMatchObject([
      { state: 9, metadataState: 'deleted' },
    ]);
  });

  it('come as server-sent events with the token in a header', async () => {
    const [standIn] = await start();
    const text = await streamText(standIn, '');
    expect(text).toContain('event: activity\ndata: {"NotificationContainer":{"type":"activity","size":1,');
    expect(text).toContain('"event":"ended"');
    expect(standIn.requests[0]).toMatchObject({ tokenInUrl: false, tokenInHeader: true, status: 200 });
  });

  it('come without their container from a server that sends them so', async () => {
    const [standIn] = await start({ bareEvents: true });
    const text = await streamText(standIn, '');
    expect(text).toContain('event: activity\ndata: {"event":"started","uuid":');
  });

  it.each([
    ['?filters=-timeline,-status', ['activity', 'progress']],
    ['?filters=timeline,progress', ['timeline', 'progress']],
  ])('keep to %s', async (query, types) => {
    const [standIn] = await start();
    const text = await streamText(standIn, query);
    const seen = new Set([...text.matchAll(/^event: (.+)$/gm)].map((match) => match[1]));
    expect(seen).toEqual(new Set(types));
  });

  it.each(['', '?X-Plex-Token=wrong'])('are refused with 401 on upgrade for "%s"', async (query) => {
    const [standIn] = await start();
    const socket = new WebSocket(
      `${standIn.plexUrl.replace('http', 'ws')}/:/websockets/notifications${query}`,
    );
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('401');
    expect((await ask(standIn, '/:/eventsource/notifications', { token: null })).status).toBe(401);
  });

  it('end when the server goes away, and the listeners are counted', async () => {
    const [standIn] = await start();
    const socket = new WebSocket(
      `${standIn.plexUrl.replace('http', 'ws')}/:/websockets/notifications?X-Plex-Token=${standIn.token}`,
    );
    await once(socket, 'open');
    expect(standIn.listeners()).toEqual({ streams: 0, sockets: 1 });
    const closed = once(socket, 'close');
    await standIn.goOffline();
    await closed;
    expect(standIn.listeners()).toEqual({ streams: 0, sockets: 0 });
  });

  it('do not reach a guest', async () => {
    const [standIn] = await start();
    const stop = new AbortController();
    const answer = await fetch(`${standIn.plexUrl}/:/eventsource/notifications`, {
      headers: { 'X-Plex-Token': standIn.addSharedToken() },
      signal: stop.signal,
    });
    const reader = answer.body?.getReader();
    let got = 0;
    const reading = reader?.read().then(
      ({ value }) => {
        got += value?.length ?? 0;
      },
      () => undefined,
    );
    expect(await streamText(standIn, '')).toContain('over');
    stop.abort();
    await reading;
    expect(got).toBe(0);
  });
});
