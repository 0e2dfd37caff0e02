import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accessOf,
  diffAccess,
  diffPermissions,
  permissionsOf,
  withLibrary,
} from '../../components/people/access-draft.ts';
import { draftOf, fieldsOf, newInvitation } from '../../components/people/invitation-draft.ts';
import { everybody, found, searchRows } from '../../components/people/people-search.ts';
import { plainPermissions } from '../../lib/domain/person.ts';
import { attic, cabin, everyone, invitation, person, share } from './support/people-samples.ts';

const rows = searchRows(everyone);
const namesFor = (filter: Partial<typeof everybody>): string[] =>
  found(rows, { ...everybody, ...filter }).map(({ name }) => name);

describe('searching people', () => {
  it('lists everybody in the order of their names', () => {
    expect(namesFor({})).toHaveLength(everyone.length);
    expect(namesFor({}).slice(0, 3)).toEqual(['Ada Quill', 'Émile Zo', 'Grandmother']);
  });

  it.each([
    ['a part of the name, whatever its accents and case', 'EMILE', ['Émile Zo']],
    ['words in any order', 'quill ada', ['Ada Quill']],
    ['a part of the address', 'new.one@', ['new.one@example.org']],
    ['nothing that is there', 'zzz', []],
  ])('finds by %s', (_, text, names) => expect(namesFor({ text })).toEqual(names));

  it('finds who has a server, and who has not agreed', () => {
    expect(namesFor({ server: 'cabin' })).toEqual(['Ada Quill', 'Grandmother', 'new.one@example.org']);
    expect(namesFor({ server: 'cabin', state: 'pending' })).toEqual(['new.one@example.org']);
  });

  it('does not count what is over', () => {
    const gone = person(9, 'Gone', { shares: [share(attic, [101], { state: 'gone' })] });
    expect(found(searchRows([gone]), { ...everybody, server: 'attic' })).toEqual([]);
    expect(accessOf(gone)).toEqual({});
  });

  it('finds among a thousand people with three servers in less than 50 ms for each key', () => {
    const many = Array.from({ length: 1_000 }, (_, at) =>
      person(at, `Person ${at} Ünal`, {
        shares: [share(attic, [101]), share(cabin, [201]), share(attic, [102])],
      }),
    );
    const large = searchRows(many);
    const started = performance.now();
    for (const text of ['p', 'pe', 'per', 'pers', 'perso', 'person', 'person 77', 'unal 999', 'x', 'ünal']) {
      found(large, { text, server: 'cabin', state: 'accepted' });
    }
    expect((performance.now() - started) / 10).toBeLessThan(50);
  });
});

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 6 });
const access = fc.dictionary(fc.constantFrom('attic', 'cabin', 'third'), ids);

describe('a draft of what somebody has', () => {
  it('says what is opened and closed, so that doing it leads from one to the other', () => {
    fc.assert(
      fc.property(access, access, (before, after) => {
        const result: Record<string, readonly number[]> = { ...before };
        for (const { machineIdentifier, added, removed, libraries } of diffAccess(before, after)) {
          const had = before[machineIdentifier] ?? [];
          const made = [...had.filter((id) => !removed.includes(id)), ...added];
          expect([...made].sort()).toEqual([...libraries].sort());
          expect(added.length + removed.length).toBeGreaterThan(0);
          result[machineIdentifier] = made;
        }
        for (const server of ['attic', 'cabin', 'third']) {
          expect([...(result[server] ?? [])].sort()).toEqual([...(after[server] ?? [])].sort());
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is no change where nothing was changed, or changed and changed back', () => {
    fc.assert(
      fc.property(access, fc.integer({ min: 20, max: 30 }), (before, id) => {
        expect(diffAccess(before, before)).toEqual([]);
        const there = withLibrary(before.attic ?? [], id, true);
        expect(diffAccess(before, { ...before, attic: withLibrary(there, id, false) })).toEqual([]);
      }),
    );
  });

  it('sends only the permissions that differ', () => {
    const after = { ...plainPermissions, allowSync: true, filterMovies: 'label=kids' };
    expect(diffPermissions(plainPermissions, after)).toEqual({ allowSync: true, filterMovies: 'label=kids' });
    expect(diffPermissions(after, after)).toEqual({});
    expect(permissionsOf(person(1, 'Nobody'))).toEqual(plainPermissions);
  });
});

describe('an invitation in the editor', () => {
  const servers = [attic, cabin];
  const now = Date.now();

  it('comes out as it went in', () => {
    const { used: _, createdAtMs: __, ...sent } = invitation({ expiresAtMs: null });
    expect(draftOf(fieldsOf(invitation({ expiresAtMs: null })), servers, now)).toEqual(sent);
  });

  it('lasts to the end of its last day, where the person is', () => {
    const day = { ...newInvitation, name: 'x', access: { attic: [101] }, lastDay: '2999-12-31' };
    const draft = draftOf(day, servers, now);
    expect('problem' in draft ? null : draft.expiresAtMs).toBe(new Date(3000, 0, 1).getTime());
    expect(fieldsOf(invitation({ expiresAtMs: new Date(3000, 0, 1).getTime() })).lastDay).toBe('2999-12-31');
  });

  it.each([
    ['name', { name: '  ' }],
    ['access', { access: { attic: [] } }],
    ['lastDay', { lastDay: '2001-01-01' }],
    ['uses', { uses: '0' }],
    ['uses', { uses: '1.5' }],
    ['days', { days: 'many' }],
  ] as const)('has a problem with its %s when that makes no sense', (problem, change) => {
    const fields = { ...newInvitation, name: 'x', access: { attic: [101] } };
    expect('problem' in draftOf(fields, servers, now)).toBe(false);
    expect(draftOf({ ...fields, ...change }, servers, now)).toEqual({ problem });
  });
});
