/** What came of knocking: something answered, a fast no, or nothing for long. */
export type Knocked = 'answered' | 'refused' | 'silent';

const waitMs = 4_000;
/** A connection that is refused, or a name that is not known, fails within this; a filtered one takes its time. */
const fastMs = 1_000;

/**
 * Whether anything at all answers at an address. Sends no token, no cookie and no referrer, and reads nothing of the
 * answer; so it needs no permission for that host (`no-cors`).
 */
export async function knock(url: URL, fetch: typeof globalThis.fetch): Promise<Knocked> {
  const startMs = performance.now();
  try {
    const response = await fetch(url, {
      mode: 'no-cors',
      credentials: 'omit',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: AbortSignal.timeout(waitMs),
    });
    await response.body?.cancel();
    return 'answered';
  } catch {
    return performance.now() - startMs < fastMs ? 'refused' : 'silent';
  }
}
