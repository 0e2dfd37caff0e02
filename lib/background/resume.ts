import type { Download } from '../domain/download.ts';

/** The download without its problem, due now: what stood in its way has been mended. */
export function resume(download: Download, nowMs: number): Download {
  return { ...download, problem: null, nextAtMs: nowMs };
}
