import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'puppeteer-core';

/** Waits until the page has had nothing to do for a while. */
export async function settled(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  for (let quiet = 0; quiet < 3; ) {
    const before = await taskMs(session);
    await sleep(1_500);
    quiet = (await taskMs(session)) - before < 300 ? quiet + 1 : 0;
  }
  await session.detach();
}

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

/**
 * Main-thread milliseconds: everything, what our script's functions took, and the longest of those; processor time, so
 * that it does not count what other programs do meanwhile. Without layout and style that our questions for places
 * bring about: after a change the page has to do that anyway in the same frame, and it is in the whole.
 */
export interface Cost {
  readonly all: number;
  readonly ours: number;
  readonly longest: number;
}

interface TraceEvent {
  readonly name: string;
  readonly tid: number;
  /** Begin, length on the clock, and length on the processor, in microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

export async function cost(page: Page, action: () => Promise<unknown>): Promise<Cost> {
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  await page.tracing.start({ categories: ['-*', 'devtools.timeline'] });
  const before = await taskMs(session);
  await action();
  const all = (await taskMs(session)) - before;
  const trace = await page.tracing.stop();
  await session.detach();
  const { traceEvents } = JSON.parse(Buffer.from(trace ?? []).toString('utf8')) as {
    traceEvents: readonly TraceEvent[];
  };
  const layouts = traceEvents.filter(({ name }) => name === 'Layout' || name === 'UpdateLayoutTree');
  const ours = traceEvents
    .filter(
      ({ name, args }) =>
        name === 'FunctionCall' && /\/(?:torrent-page|page-reader)\.js$/.test(args?.data?.url ?? ''),
    )
    .map((call) => {
      const inside = layouts.filter((layout) => isInside(layout, call));
      return (cpu(call) - inside.reduce((sum, layout) => sum + cpu(layout), 0)) / 1000;
    });
  return { all, ours: ours.reduce((sum, ms) => sum + ms, 0), longest: Math.max(0, ...ours) };
}

const cpu = ({ tdur, dur = 0 }: TraceEvent): number => tdur ?? dur;

const isInside = (inner: TraceEvent, outer: TraceEvent): boolean =>
  inner.tid === outer.tid &&
  inner.ts >= outer.ts &&
  inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0);
