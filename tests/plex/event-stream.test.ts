import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents, type StreamEvent } from '../../lib/plex/event-stream.ts';

const stream = (...chunks: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      const encoder = new TextEncoder();
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
const read = (body: ReadableStream<Uint8Array>, longest?: number): Promise<StreamEvent[]> =>
  Array.fromAsync(readEvents(body, longest));

describe('an event stream', () => {
  it('is events with a name and data', async () => {
    expect(await read(stream('event: timeline\ndata: {"a":1}\n\nevent:x\ndata:b\n\n'))).toEqual([
      { name: 'timeline', data: '{"a":1}' },
      { name: 'x', data: 'b' },
    ]);
  });

  it('joins lines of data, skips comments, ids and fields it does not know, and events without data', async () => {
    const text =
      ': ping\n\nid: 7\nretry: 10\nevent: a\n\ndata: {\ndata:  "b": 1\ndata\ndata: }\nnonsense\n\n';
    expect(await read(stream(text))).toEqual([{ name: 'message', data: '{\n "b": 1\n\n}' }]);
  });

  it('drops an event that is not ended', async () => {
    expect(await read(stream('data: a\n\ndata: b\n'))).toEqual([{ name: 'message', data: 'a' }]);
  });

  it('tells an event before the rest of its last line break is there', async () => {
    let more: (chunk: string) => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        more = (chunk) => controller.enqueue(new TextEncoder().encode(chunk));
      },
    });
    const events = readEvents(body);
    more('data: a\r\n\r');
    expect((await events.next()).value).toEqual({ name: 'message', data: 'a' });
    more('\ndata: b\r\n\r\n');
    expect((await events.next()).value).toEqual({ name: 'message', data: 'b' });
    await events.return(undefined);
  });

  it('is the same however it is cut into pieces and whichever way its lines end', async () => {
    const text = 'event: ä\ndata: 千と\ndata: 1\n\ndata: 🎬\n\n\n: c\nevent: e\ndata: x:y\n\n';
    const expected = [
      { name: 'ä', data: '千と\n1' },
      { name: 'message', data: '🎬' },
      { name: 'e', data: 'x:y' },
    ];
    const ending = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(ending, fc.array(fc.nat(120)), async (end, cuts) => {
        const bytes = new TextEncoder().encode(text.replaceAll('\n', end));
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((to, index) => bytes.slice(at[index], to));
        expect(await read(stream(...chunks))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('forgets the data of an event that is too long, in one line or in many, and goes on', async () => {
    const long = 'x'.repeat(40);
    for (const cut of [7, 40, 1000]) {
      const text = `event: big\ndata: ${long}\n\nevent: many\n${`data: ${long.slice(0, 15)}\n`.repeat(3)}\ndata: ok\n\n`;
      const chunks = text.match(new RegExp(`[^]{1,${cut}}`, 'g')) ?? [];
      expect(await read(stream(...chunks), 30)).toEqual([
        { name: 'big', data: null },
        { name: 'many', data: null },
        { name: 'message', data: 'ok' },
      ]);
    }
  });

  it('keeps little of a line that never ends', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++;
        if (sent > 2000) controller.close();
        else controller.enqueue(new Uint8Array(10_000).fill(120));
      },
    });
    expect(await read(body, 20_000)).toEqual([]);
    expect(sent).toBe(2001);
  });

  it('takes any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 })), async (chunks) => {
        for (const event of await read(stream(...chunks), 50)) expect(event.name).toBeTypeOf('string');
      }),
      { numRuns: 500 },
    );
  });

  it('lets go of the connection when nobody listens any more', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: a\n\n')),
      cancel() {
        cancelled = true;
      },
    });
    for await (const event of readEvents(body)) {
      expect(event.data).toBe('a');
      break;
    }
    expect(cancelled).toBe(true);
  });
});
