import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes, failureOf, OperationError } from '../../lib/domain/errors.ts';

const failureKeys = ['code', 'operation', 'retryAfterMs', 'retryable', 'server'];
const secret = 'xyzzy-token-20-chars';

describe('OperationError', () => {
  it('is terminal and about nobody unless it says otherwise', () => {
    expect(new OperationError('NOT_PLEX', { operation: 'plex.identity' }).toFailure()).toEqual({
      code: 'NOT_PLEX',
      operation: 'plex.identity',
      server: null,
      retryable: false,
      retryAfterMs: null,
    });
  });

  it('says what was done and what went wrong, and nothing of its cause', () => {
    const cause = new Error(`GET http://nas:32400/?X-Plex-Token=${secret}`);
    const error = new OperationError('UNREACHABLE', { operation: 'plex.sections', server: 'Attic', cause });
    expect(error.message).toBe('plex.sections: UNREACHABLE');
    expect(error.name).toBe('OperationError');
    expect(error.cause).toBe(cause);
    expect(`${error}`).not.toContain(secret);
    expect(JSON.stringify(error)).not.toContain(secret);
  });

  it('has no cause at all when none was given', () => {
    expect('cause' in new OperationError('TIMED_OUT', { operation: 'x' })).toBe(false);
  });

  it('becomes a plain failure that survives a message border', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...errorCodes),
        fc.string(),
        fc.option(fc.string()),
        fc.boolean(),
        fc.option(fc.nat()),
        (code, operation, server, retryable, retryAfterMs) => {
          const about = { operation, server, retryable, retryAfterMs, cause: new Error(secret) };
          const failure = new OperationError(code, about).toFailure();
          expect(failure).toEqual({ code, operation, server, retryable, retryAfterMs });
          expect(Object.keys(failure).sort()).toEqual(failureKeys);
          expect(structuredClone(failure)).toEqual(failure);
          expect(JSON.stringify(failure)).not.toContain(secret);
        },
      ),
    );
  });
});

describe('failureOf', () => {
  it('keeps what was foreseen, also what a server asked us to wait', () => {
    const error = new OperationError('SERVER_BUSY', { operation: 'a', retryable: true, retryAfterMs: 7_000 });
    expect(failureOf(error, 'b')).toEqual(error.toFailure());
  });

  it('takes anything else for an unexpected answer, may be tried again, and repeats none of its text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map((text) => new Error(secret + text)),
        ),
        (thrown) => {
          expect(failureOf(thrown, 'plex.look')).toEqual({
            code: 'UNEXPECTED_ANSWER',
            operation: 'plex.look',
            server: null,
            retryable: true,
            retryAfterMs: null,
          });
        },
      ),
    );
  });
});

describe('the list of codes', () => {
  it('names each once', () => expect(new Set(errorCodes).size).toBe(errorCodes.length));
});
