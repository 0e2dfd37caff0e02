import { createContext, type ReactNode, useContext } from 'react';
import { type Failure, failureOf, OperationError } from '../lib/domain/errors.ts';
import type { Ask } from '../lib/messages/contract.ts';

const refuse: Ask = async (name) => {
  throw new OperationError('UPDATED', { operation: name });
};

const AskContext = createContext<Ask>(refuse);

/** Hands `ask` down to every component below; tests hand in a fake. */
export function AskProvider({ ask, children }: { readonly ask: Ask; readonly children: ReactNode }) {
  return <AskContext value={ask}>{children}</AskContext>;
}

/** Asks the background. Without a provider every question is refused with `UPDATED`. */
export const useAsk = (): Ask => useContext(AskContext);

/** What went wrong with a question, as it may be shown. */
export const failureOfAsk = (error: unknown): Failure => failureOf(error, 'ask');
