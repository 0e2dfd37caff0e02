const burstMs = 100;

/** Runs the work a moment after the first call of a burst, and once more if calls came while it ran. */
export function soon(
  later: (run: () => void, delayMs: number) => unknown,
  work: () => Promise<void>,
): () => void {
  let state: 'idle' | 'waiting' | 'running' | 'again' = 'idle';
  const wait = (): void => {
    state = 'waiting';
    later(() => {
      state = 'running';
      work()
        .catch(() => undefined) // the next change tries again; what failed was only showing, not doing
        .finally(() => {
          if (state === 'again') wait();
          else state = 'idle';
        });
    }, burstMs);
  };
  return () => {
    if (state === 'idle') wait();
    else if (state === 'running') state = 'again';
  };
}
