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

/** Main-thread milliseconds: everything, what our script's functions took, and the longest of those. */
export interface Cost {
  readonly all: number;
  readonly ours: number;
  readonly longest: number;
}

interface TraceEvent {
  readonly name: string;
  readonly dur?: number;
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
  const ours = traceEvents
    .filter(
      ({ name, args }) =>
        name === 'FunctionCall' && /\/(?:torrent-page|page-reader)\.js$/.test(args?.data?.url ?? ''),
    )
    .map(({ dur = 0 }) => dur / 1000);
  return { all, ours: ours.reduce((sum, ms) => sum + ms, 0), longest: Math.max(0, ...ours) };
}
