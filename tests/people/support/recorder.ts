import { expect } from 'vitest';
import type { PeopleWorld } from './people-world.ts';

/** Lists of libraries anywhere in a request's body. */
function lists(value: unknown): unknown[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    /^library_?section_?ids$/i.test(name) && Array.isArray(field) ? [field] : lists(field),
  );
}

/**
 * What holds of every request, log line and stored text, whatever happened: no empty list of libraries, no token in an
 * address, no token in storage, no person in the log.
 */
export function expectNothingLoose({ net, logged, store, standIn }: PeopleWorld): void {
  const sent = net.requests.flatMap(({ body }) => (body.startsWith('{') ? lists(JSON.parse(body)) : []));
  expect(sent.filter((list) => list.length === 0)).toEqual([]);
  const tokens = [
    ...standIn.plexTv.accounts.flatMap((account) => [...account.tokens]),
    ...net.requests.flatMap(({ token }) => token ?? []),
  ];
  const addresses = net.requests.map(({ url }) => decodeURIComponent(url)).join('\n');
  const stored = store.written.join('\n');
  const log = logged.join('\n');
  for (const token of new Set(tokens)) {
    expect(addresses).not.toContain(token);
    expect(stored).not.toContain(token);
    expect(log).not.toContain(token);
  }
  expect(log).not.toMatch(/@|%40/);
  for (const { username } of standIn.plexTv.accounts.slice(1))
    if (username) expect(log).not.toContain(username);
}
