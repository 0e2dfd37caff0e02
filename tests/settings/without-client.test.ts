import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySettings, type Settings } from '../../lib/domain/settings.ts';
import { withoutClient } from '../../lib/settings/without-client.ts';
import { anySettings } from './any-settings.ts';

const rule = { label: 'tv', ignore: true, delayMinutes: 0, library: null };
const client = { kind: 'deluge', access: 'browser-session', username: null, refusal: null } as const;
const two: Settings = {
  ...emptySettings,
  clients: [
    { ...client, id: 'a', address: 'http://a/', hidesBadges: true },
    { ...client, id: 'b', address: 'http://b/' },
  ],
  mappings: [null, 'a', 'b'].map((clientId) => ({ clientId, from: '/x', to: '/y' })),
  rules: [null, 'a', 'b'].map((clientId) => ({ ...rule, clientId })),
};

describe('a torrent page that is removed', () => {
  it('takes its mappings, rules and choices along, and nothing of others', () => {
    const left = withoutClient(two, 'a');
    expect(left.clients.map(({ id }) => id)).toEqual(['b']);
    expect(left.mappings.map(({ clientId }) => clientId)).toEqual([null, 'b']);
    expect(left.rules.map(({ clientId }) => clientId)).toEqual([null, 'b']);
  });

  it('leaves no trace of its id, and everything else as it was, whatever is set', () => {
    fc.assert(
      fc.property(anySettings, fc.nat(), (settings, pick) => {
        const { id } = settings.clients[pick % Math.max(1, settings.clients.length)] ?? { id: 'nobody' };
        const left = withoutClient(settings, id);
        const owners = [...left.mappings, ...left.rules].map(({ clientId }) => clientId);
        expect([...owners, ...left.clients.map((one) => one.id)]).not.toContain(id);
        const { clients, mappings, rules, ...rest } = left;
        expect({ ...settings, ...rest }).toEqual(settings);
        const gone = (all: readonly { clientId: string | null }[]): number =>
          all.filter(({ clientId }) => clientId === id).length;
        expect(mappings).toHaveLength(settings.mappings.length - gone(settings.mappings));
        expect(rules).toHaveLength(settings.rules.length - gone(settings.rules));
        expect(clients).toHaveLength(settings.clients.filter((one) => one.id !== id).length);
        expect(withoutClient(left, id)).toEqual(left);
      }),
      { numRuns: 300 },
    );
  });
});
