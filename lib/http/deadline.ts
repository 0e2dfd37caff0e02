/** The time a request may take: so long until its headers, and so long in all. */
export interface Deadline {
  /** Aborts when the caller's signal does or the time is up. */
  readonly signal: AbortSignal;
  isOver(): boolean;
  /** The headers are there; only the time in all counts from here. */
  headersArrived(): void;
  /** Nothing counts from here; the caller's signal still aborts. */
  lift(): void;
}

export function startDeadline(caller: AbortSignal, headerMs: number, totalMs: number): Deadline {
  const over = new AbortController();
  const expire = () => over.abort();
  const header = setTimeout(expire, headerMs);
  const total = setTimeout(expire, totalMs);
  return {
    signal: AbortSignal.any([caller, over.signal]),
    isOver: () => over.signal.aborted,
    headersArrived: () => clearTimeout(header),
    lift() {
      clearTimeout(header);
      clearTimeout(total);
    },
  };
}
