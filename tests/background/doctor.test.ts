import { describe, expect, it } from 'vitest';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import type { Diagnosis } from '../../lib/messages/contract.ts';
import { startAnswering } from '../fakes/answering.ts';
import { standardSettings } from '../fakes/background.ts';
import { FakeWorld } from '../fakes/world.ts';

const outcome = ({ steps }: Diagnosis): readonly string[] =>
  steps.map(({ step, about, ok, code }) => [about, step, ok ? '' : `✗ ${code}`].filter(Boolean).join(' '));
const last = (diagnosis: Diagnosis): string | undefined => outcome(diagnosis).at(-1);

const failing = (code: ErrorCode) => async () => {
  throw new OperationError(code, { operation: 'test' });
};

describe('the doctor', () => {
  it('looks at everything between a download and Plex, in order', async () => {
    const world = new FakeWorld();
    world.complete(1, ['Film/film.mkv'], '/media/movies', 5);
    const { ask } = startAnswering({ world });
    const diagnosis = await ask('doctor.run', {});
    expect(outcome(diagnosis)).toEqual([
      'Attic address',
      'Attic permission',
      'Attic reachable',
      'Attic is-plex',
      'Attic token',
      'Attic owner',
      'Attic version',
      'Attic libraries',
      'qbittorrent address',
      'qbittorrent permission',
      'qbittorrent reachable',
      'qbittorrent is-client',
      'qbittorrent signed-in',
      'qbittorrent torrents',
      'paths',
      'Attic events',
    ]);
    expect(diagnosis).toMatchObject({ address: null, blockedBy: null });
    expect(world.scans).toEqual([]);
  }, 15_000);

  it('says that nothing is set up, and asks nobody', async () => {
    const { ask, world } = startAnswering({ settings: { ...standardSettings, clients: [] } });
    expect(outcome(await ask('doctor.run', {}))).toEqual(['set-up ✗ null']);
    expect(world.asked).toEqual([]);
  });

  it('stops at the first thing that is wrong, and tells where', async () => {
    const world = new FakeWorld();
    world.away = true;
    const { ask } = startAnswering({ world });
    const diagnosis = await ask('doctor.run', {});
    expect(last(diagnosis)).toBe('Attic reachable ✗ UNREACHABLE');
    expect(diagnosis.address).toBe('http://plex.test:32400');
    expect(world.asked.filter((name) => name.startsWith('client'))).toEqual([]);
  });

  it('says who keeps the browser from an address, only when nothing answered there', async () => {
    const world = new FakeWorld();
    const { ask, allowedHosts } = startAnswering({ world, deps: { activity: blockedByChromium() } });
    world.away = true;
    expect((await ask('doctor.run', {})).blockedBy).toBe('chromium');
    allowedHosts.value = false;
    const diagnosis = await ask('doctor.run', {});
    expect([last(diagnosis), diagnosis.blockedBy]).toEqual(['Attic permission ✗ PERMISSION_MISSING', null]);
  });

  it('names the client that wants a sign-in', async () => {
    const world = new FakeWorld();
    world.client.identify = failing('CLIENT_LOGIN');
    const { ask } = startAnswering({ world });
    const diagnosis = await ask('doctor.run', {});
    expect(last(diagnosis)).toBe('qbittorrent signed-in ✗ CLIENT_LOGIN');
    expect(diagnosis.address).toBe('http://nas.test:8080/');
  });

  it('does not try a password again that was refused', async () => {
    const [client] = standardSettings.clients;
    if (!client) throw new Error('no client');
    const refused = { ...client, refusal: { code: 'CLIENT_PASSWORD_WRONG', untilMs: null } as const };
    const { ask, world } = startAnswering({ settings: { ...standardSettings, clients: [refused] } });
    expect(last(await ask('doctor.run', {}))).toBe('qbittorrent signed-in ✗ CLIENT_PASSWORD_WRONG');
    expect(world.asked).not.toContain('client.identify');
  });

  it('finds folders that no library covers', async () => {
    const world = new FakeWorld();
    world.complete(1, ['Film/film.mkv'], '/somewhere/else', 5);
    const { ask } = startAnswering({ world });
    const { steps } = await ask('doctor.run', {});
    expect(steps.at(-1)).toMatchObject({ step: 'paths', code: 'UNMAPPED', found: '/somewhere/else' });
  });

  it('lets a folder be that has nothing for Plex in it', async () => {
    const world = new FakeWorld();
    world.complete(1, ['Film/film.mkv'], '/media/movies', 5);
    world.complete(2, ['linux.iso'], '/somewhere/else', 6);
    const { ask } = startAnswering({ world });
    const { steps } = await ask('doctor.run', {});
    expect(steps.find(({ step }) => step === 'paths')).toMatchObject({ ok: true, found: '1 / 2' });
  }, 15_000);

  it('hears when Plex refuses its news', async () => {
    const world = new FakeWorld();
    world.complete(1, ['Film/film.mkv'], '/media/movies', 5);
    world.server.events = () => ({ [Symbol.asyncIterator]: () => ({ next: failing('NOT_FOUND') }) });
    const { ask } = startAnswering({ world });
    expect(last(await ask('doctor.run', {}))).toBe('Attic events ✗ NOT_FOUND');
  });
});

function blockedByChromium() {
  const { activity } = startAnswering();
  return { ...activity, doctor: { ...activity.doctor, blocked: async () => 'chromium' as const } };
}
