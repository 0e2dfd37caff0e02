import { clockTime, relativeTime } from './times.ts';

/** A moment: how long ago, or at what time; the other of the two is in its title. */
export function When({
  atMs,
  nowMs,
  as,
}: {
  readonly atMs: number;
  readonly nowMs: number;
  readonly as: 'relative' | 'clock';
}) {
  const [relative, clock] = [relativeTime(atMs, nowMs), clockTime(atMs, nowMs)];
  return (
    <time dateTime={new Date(atMs).toISOString()} title={as === 'relative' ? clock : relative}>
      {as === 'relative' ? relative : clock}
    </time>
  );
}
