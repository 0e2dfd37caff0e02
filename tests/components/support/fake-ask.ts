import { OperationError } from '../../../lib/domain/errors.ts';
import type { Ask, RequestName, Requests } from '../../../lib/messages/contract.ts';

type Handler<Name extends RequestName> = (
  request: Requests[Name]['request'],
) => Requests[Name]['response'] | Promise<Requests[Name]['response']>;

export type Answers = { readonly [Name in RequestName]?: Handler<Name> };

export interface FakeAsk {
  readonly ask: Ask;
  /** What was asked, in order. */
  readonly asked: { readonly name: RequestName; readonly request: unknown }[];
  /** The bodies of all requests of one name. */
  of<Name extends RequestName>(name: Name): Requests[Name]['request'][];
}

/** A background that gives these answers, and refuses everything else. */
export function createFakeAsk(answers: Answers): FakeAsk {
  const asked: { name: RequestName; request: unknown }[] = [];
  const ask: Ask = async (name, request) => {
    asked.push({ name, request });
    const handler = answers[name];
    if (!handler) throw new OperationError('UNEXPECTED_ANSWER', { operation: name });
    return handler(request);
  };
  return {
    ask,
    asked,
    of: (name) => asked.filter((one) => one.name === name).map((one) => one.request as never),
  };
}

/** An answer that never comes. */
export const never = (): Promise<never> => new Promise(() => undefined);
