import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { PlexEvent } from '../../lib/ports/plex-server.ts';
import { failure, fakePlex, never, service, token } from './support/plex.ts';

const path = '/:/eventsource/notifications';
const activity = (event: string, more: object = {}) => ({
  event,
  uuid: 'u',
  Activity: { uuid: 'u', type: 'library.update.section', title: 'Scanning', progress: 100, ...more },
});
const entry = (more: object = {}) => ({
  identifier: 'x',
  itemID: '42',
  sectionID: 2,
  type: 4,
  state: 5,
  ...more,
});

/** What is told of these frames, each `[name, data]`. */
async function told(...frames: readonly (readonly [string, unknown])[]): Promise<PlexEvent[]> {
  const server = await fakePlex({
    [path]: (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [name, data] of frames) {
        response.write(`event: ${name}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
      }
      response.end();
    },
  });
  return Array.fromAsync(service(server.origin).events(never));
}
const inside = (type: string, list: string, entries: unknown) =>
  [type, { NotificationContainer: { type, size: '1', [list]: entries } }] as const;

describe('events', () => {
  it('come by GET with the token in a header', async () => {
    const server = await fakePlex({ [path]: (_, response) => response.end() });
    await Array.fromAsync(service(server.origin).events(never));
    expect(server.seen[1]).toMatchObject({
      method: 'GET',
      path,
      headers: { accept: 'text/event-stream', 'x-plex-token': token },
    });
  });

  it('tell that a scan has ended, and of which library when Plex says so', async () => {
    expect(
      await told(
        inside('activity', 'ActivityNotification', [
          activity('ended', { Context: { librarySectionID: '2' } }),
        ]),
        inside('activity', 'ActivityNotification', [activity('ended', { Context: { librarySectionID: 3 } })]),
        inside('activity', 'ActivityNotification', [activity('ended')]),
        inside('status', 'StatusNotification', [
          { title: 'Library scan complete', notificationName: 'LIBRARY_UPDATE' },
        ]),
      ),
    ).toEqual([
      { kind: 'scan-ended', sectionKey: '2' },
      { kind: 'scan-ended', sectionKey: '3' },
      { kind: 'scan-ended', sectionKey: null },
      { kind: 'scan-ended', sectionKey: null },
    ]);
  });

  it('tell that an item came, is complete or went', async () => {
    const entries = [0, 1, 2, 3, 4, 5, 9].map((state) => entry({ state, itemID: state + 1, sectionID: '2' }));
    const changed = (ratingKey: string) => ({ kind: 'item-changed', ratingKey, sectionKey: '2' });
    expect(await told(inside('timeline', 'TimelineEntry', entries))).toEqual([
      changed('1'),
      changed('6'),
      { ...changed('10'), isGone: true },
    ]);
  });

  it('are the same without the container, and as one entry alone', async () => {
    const item = { kind: 'item-changed', ratingKey: '42', sectionKey: '2' };
    const scan = { kind: 'scan-ended', sectionKey: null };
    expect(
      await told(
        ['timeline', { type: 'timeline', size: 1, TimelineEntry: [entry()] }],
        ['timeline', { TimelineEntry: entry() }],
        ['timeline', entry()],
        ['activity', { ActivityNotification: activity('ended') }],
        ['activity', activity('ended')],
        ['status', { title: 'Library scan complete', notificationName: 'LIBRARY_UPDATE' }],
      ),
    ).toEqual([item, item, item, scan, scan, scan]);
  });

  it('are hints even when they say nothing that is understood', async () => {
    const others = await told(
      inside('activity', 'ActivityNotification', [activity('started')]),
      inside('activity', 'ActivityNotification', [activity('ended', { type: 'butler.task' })]),
      inside('playing', 'PlaySessionStateNotification', [{ ratingKey: '1' }]),
      ['ping', {}],
      ['timeline', '{"NotificationContainer":'],
      ['timeline', 'null'],
      ['timeline', '[]'],
      ['timeline', { NotificationContainer: { TimelineEntry: [{ itemID: '../x', state: 5 }] } }],
      ['activity', '{"__proto__":{"x":1}}'],
    );
    expect(others).toEqual(Array.from({ length: 9 }, () => ({ kind: 'other' })));
  });

  it('survive an event that is far too long', async () => {
    expect(await told(['timeline', 'x'.repeat(2_000_000)], ['timeline', entry()])).toEqual([
      { kind: 'other' },
      { kind: 'item-changed', ratingKey: '42', sectionKey: '2' },
    ]);
  });

  it('come when they happen, and end when the signal aborts', async () => {
    const open: ServerResponse[] = [];
    const server = await fakePlex({
      [path]: (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`event: timeline\ndata: ${JSON.stringify(entry())}\n\n`);
        open.push(response);
      },
    });
    const stop = new AbortController();
    const events = service(server.origin).events(stop.signal);
    expect(await events.next()).toMatchObject({ value: { kind: 'item-changed' } });
    const last = events.next();
    const gone = new Promise((resolve) => open[0]?.on('close', resolve));
    stop.abort();
    expect(await last).toEqual({ done: true, value: undefined });
    await gone;
  });

  it('end when the connection is cut', async () => {
    const server = await fakePlex({
      [path]: (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: timeline\ndata: {}\n\nevent: ti', () => response.destroy());
      },
    });
    expect(await Array.fromAsync(service(server.origin).events(never))).toEqual([{ kind: 'other' }]);
  });

  it('let go of the connection when nobody listens any more', async () => {
    let closed: () => void;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const server = await fakePlex({
      [path]: (_, response) => {
        response.on('close', () => closed());
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: {}\n\n');
      },
    });
    for await (const event of service(server.origin).events(never)) {
      expect(event).toEqual({ kind: 'other' });
      break;
    }
    await gone;
  });

  it('are not asked for when the signal has aborted already', async () => {
    const server = await fakePlex();
    expect(await Array.fromAsync(service(server.origin).events(AbortSignal.abort()))).toEqual([]);
    expect(server.seen).toEqual([]);
  });

  it('are no web page', async () => {
    const server = await fakePlex({
      [path]: (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    });
    const asked = Array.fromAsync(service(server.origin).events(never));
    expect((await failure(asked)).code).toBe('UNEXPECTED_ANSWER');
  });
});
