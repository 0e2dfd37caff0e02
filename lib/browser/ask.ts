import { browser } from 'wxt/browser';
import { type Failure, OperationError } from '../domain/errors.ts';
import type { Answer, Ask } from '../messages/contract.ts';

/** What changes nothing may be asked once more, should the background have died over it. */
const isReading = (name: string): boolean => name.endsWith('.read') || name === 'mappings.propose';

/** Asks the background and waits for its answer, waking it if need be. Rejects with an `OperationError`. */
export const ask: Ask = async (name, request) => {
  // It rejects when there is no background to hear it: the extension was updated or switched off under this page.
  const send = (): Promise<Answer<unknown> | undefined> =>
    browser.runtime.sendMessage({ name, request }).catch(() => undefined);
  const answer = (await send()) ?? (isReading(name) ? await send() : undefined);
  if (!answer) throw new OperationError('UPDATED', { operation: name });
  if (!answer.ok) throw errorOf(answer.failure);
  return answer.value as never;
};

/** Error objects do not survive the trip between contexts; this makes one again. */
function errorOf(failure: Failure): OperationError {
  return new OperationError(failure.code, failure);
}
