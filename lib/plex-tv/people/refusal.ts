import { OperationError } from '../../domain/errors.ts';
import { PeopleError } from '../../domain/people-errors.ts';
import type { StatusMapping } from '../../http/status.ts';

/**
 * Gives a refused invitation its reason. The statuses are 400 in the old route and 422 in the new one, for all
 * reasons: only plex.tv's sentence tells them apart ("You're already sharing this server with …").
 */
export async function tellRefusal(
  about: { readonly operation: string; readonly server: string },
  send: (mapStatus: StatusMapping) => Promise<void>,
): Promise<void> {
  let sentence = '';
  try {
    await send(({ status, text }) => {
      if (status === 400 || status === 422) sentence = text.slice(0, 2_000);
      return undefined;
    });
  } catch (error) {
    if (!(error instanceof OperationError) || error.code !== 'REQUEST_REFUSED') throw error;
    if (/already sharing/i.test(sentence)) {
      throw new PeopleError('USER_ALREADY_EXISTS', { ...about, cause: error });
    }
    if (/yourself/i.test(sentence)) throw new PeopleError('YOURSELF', { ...about, cause: error });
    if (/e-?mail/i.test(sentence)) throw new PeopleError('EMAIL_INVALID', { ...about, cause: error });
    throw error;
  }
}
