// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useAction } from '../../components/use-action.ts';
import { OperationError } from '../../lib/domain/errors.ts';

it('does one thing at a time, and says whether it went well', async () => {
  const { result } = renderHook(() => useAction());
  const work = vi.fn(() => Promise.resolve());
  let outcomes: boolean[] = [];
  await act(async () => {
    outcomes = await Promise.all([result.current.run(work), result.current.run(work)]);
  });
  expect(work).toHaveBeenCalledTimes(1);
  expect(outcomes).toEqual([true, false]);
  expect(result.current).toMatchObject({ busy: false, done: true, failure: null });
});

it('never rejects: what went wrong can be shown, and is forgotten when it goes well', async () => {
  const { result } = renderHook(() => useAction());
  await act(async () => {
    const went = await result.current.run(() =>
      Promise.reject(new OperationError('TIMED_OUT', { operation: 'x' })),
    );
    expect(went).toBe(false);
  });
  expect(result.current.failure?.code).toBe('TIMED_OUT');
  await act(async () => {
    await result.current.run(() => Promise.reject(new TypeError('not foreseen')));
  });
  expect(result.current.failure?.code).toBe('UNEXPECTED_ANSWER');
  await act(async () => {
    await result.current.run(() => Promise.resolve());
  });
  expect(result.current.failure).toBeNull();
});
