import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseJson } from '../../lib/http/json.ts';
import { parseXml } from '../../lib/http/xml.ts';
import { toPeople } from '../../lib/plex-tv/people/map.ts';
import { homeAnswer, ownedSharesAnswer, usersAnswer } from '../../lib/plex-tv/people/wire.ts';
import { recorded, recordedText } from '../stand-in/support/recordings.ts';

vi.setConfig({ testTimeout: 30_000 });
const fail = (code: string) => {
  throw new Error(code);
};
const sharesIn = (value: unknown) => parseJson(JSON.stringify(value), ownedSharesAnswer, fail);
const usersIn = (text: string) => parseXml(text, usersAnswer, fail).MediaContainer.User;
const membersIn = (value: unknown) => parseJson(JSON.stringify(value), homeAnswer, fail).users;

describe('recorded answers', () => {
  it('of a share are read whole, without the secrets in them', () => {
    const [share] = sharesIn([recorded('friends-shares/rs.shared_server_create.json')]);
    expect(share).toMatchObject({ id: 1, machineIdentifier: 'deadbeef', invitedId: 3, accepted: true });
    expect(share?.libraries).toEqual([
      { id: 1001, key: '1', title: 'Movies', type: 'movie' },
      { id: 1002, key: '2', title: 'TV Shows', type: 'show' },
    ]);
    expect(share?.sharingSettings).toMatchObject({ allowSync: true, filterMovies: '', filterAll: '' });
    expect(JSON.stringify(share)).not.toContain('invite_token');
  });

  it('of users and a home become one row each, without the owner', () => {
    const users = usersIn(recordedText('xml/ha.plextv_shared_users.xml'));
    const members = membersIn(recorded('home/plexkit.home_users.json'));
    const people = toPeople({ shares: [], users, members });
    expect(people.map(({ id, kind, state }) => [id, kind, state])).toEqual([
      [1000, 'friend', 'accepted'],
      [1001, 'friend', 'accepted'],
    ]);
  });
});

const share = (fields: object) => ({
  id: 7,
  machineIdentifier: 'server',
  name: 'Server',
  invitedId: null,
  invitedEmail: null,
  accepted: false,
  libraries: [],
  ...fields,
});

describe('people', () => {
  it('who were invited twice by the same address are one', () => {
    const shares = sharesIn([
      share({ id: 1, invitedEmail: 'New@Example.org' }),
      share({ id: 2, invitedEmail: 'new@example.org', machineIdentifier: 'other' }),
    ]);
    const people = toPeople({ shares, users: [], members: [] });
    expect(people).toMatchObject([{ id: null, kind: 'invited', state: 'pending' }]);
    expect(people[0]?.shares).toHaveLength(2);
  });

  it('who left are told as gone', () => {
    const shares = sharesIn([share({ invitedId: 5, accepted: true, leftAt: '2026-01-01T00:00:00Z' })]);
    expect(toPeople({ shares, users: [], members: [] })).toMatchObject([
      { state: 'gone', shares: [{ state: 'gone' }] },
    ]);
  });

  it('keep to one line, whatever they are called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const invited = { id: 5, title, username: title, email: null };
        const shares = sharesIn([share({ invitedId: 5, invited })]);
        const [person] = toPeople({ shares, users: [], members: [] });
        expect(person?.name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(person?.name).not.toBe('');
      }),
      { numRuns: 100 },
    );
  });

  it('a thousand of them on three servers, are listed well within two seconds', () => {
    const answer = JSON.stringify(
      Array.from({ length: 3_000 }, (_, at) =>
        share({
          ...(recorded('friends-shares/rs.shared_server_create.json') as object),
          id: at,
          invitedId: at % 1_000,
          machineIdentifier: `server-${Math.floor(at / 1_000)}`,
        }),
      ),
    );
    const start = performance.now();
    const people = toPeople({ shares: parseJson(answer, ownedSharesAnswer, fail), users: [], members: [] });
    const tookMs = performance.now() - start;
    expect(people).toHaveLength(1_000);
    expect(people.every(({ shares }) => shares.length === 3)).toBe(true);
    expect(tookMs).toBeLessThan(2_000);
  });
});
