import { OperationError } from '../domain/errors.ts';
import type { SignInPin } from '../domain/sign-in.ts';
import type { StatusMapping } from '../http/status.ts';
import type { PlexTvConnection } from './connection.ts';
import { newPinAnswer, pinAnswer } from './schemas.ts';

/** A code lives for half an hour; a longer life is not believed. */
const longestLifeSeconds = 3600;

/** 1020: "Code not found or expired". Another 404 is not about the code. */
const mapStatus: StatusMapping = ({ status, text }) =>
  status === 404 && !/\b1020\b/.test(text) ? { code: 'UNEXPECTED_ANSWER' } : undefined;

/**
 * A new code, strong: one that is not typed in but agreed to in a page of plex.tv. Its end is counted from now, since
 * the clock of plex.tv may not be ours.
 */
export async function createPin(
  plexTv: PlexTvConnection,
  nowMs: number,
  signal: AbortSignal,
): Promise<SignInPin> {
  const request = {
    operation: 'plex-tv.pin.create',
    path: 'api/v2/pins',
    form: { strong: 'true' },
    token: null,
    signal,
  };
  const { id, code, expiresIn } = await plexTv.json(request, newPinAnswer);
  const expiresAtMs = nowMs + Math.min(expiresIn, longestLifeSeconds) * 1000;
  return { id, code, expiresAtMs, url: signInAddress(await plexTv.clientIdentifier(), code) };
}

/** The page of plex.tv where a person agrees to a code. The client identifier has to be the one it was made with. */
function signInAddress(clientIdentifier: string, code: string): string {
  const fields = { clientID: clientIdentifier, code, 'context[device][product]': 'Marquee' };
  const query = Object.entries(fields).map((field) => field.map(encodeURIComponent).join('='));
  return `https://app.plex.tv/auth#?${query.join('&')}`;
}

/** The token that came of a code, or whether it is still to come. */
export async function checkPin(
  plexTv: PlexTvConnection,
  { id }: Pick<SignInPin, 'id'>,
  signal: AbortSignal,
): Promise<{ readonly token: string | null } | 'gone'> {
  const request = {
    operation: 'plex-tv.pin.check',
    path: `api/v2/pins/${id}`,
    token: null,
    mapStatus,
    signal,
  };
  try {
    return { token: (await plexTv.json(request, pinAnswer)).authToken };
  } catch (error) {
    if (error instanceof OperationError && error.code === 'NOT_FOUND') return 'gone';
    throw error;
  }
}
