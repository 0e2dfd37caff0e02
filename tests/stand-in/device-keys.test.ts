import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from './support/ask.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
afterEach(() => world.standIn.reset());

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const post = (address: string, body: object, token: string | null) =>
  ask(world.standIn, address, {
    method: 'POST',
    token,
    headers: { 'Content-Type': 'application/json', 'X-Plex-Client-Identifier': 'test-client' },
    body: JSON.stringify(body),
  });
const readNonce = async () => (await ask(world.standIn, '/api/v2/auth/nonce', { token: null })).json().nonce;

function newKey(kid: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' } };
}

function signed(key: KeyObject, kid: string, claims: object): string {
  const text = `${encoded({ alg: 'EdDSA', kid })}.${encoded(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}
const claimsWith = (nonce: unknown, fields: object = {}) => ({
  aud: 'plex.tv',
  iss: 'test-client',
  nonce,
  exp: world.standIn.clock.seconds() + 300,
  ...fields,
});

describe('a token of a device key', () => {
  it('lives for seven days, and the classic token dies with the first', async () => {
    const { standIn } = world;
    const { kid, privateKey, jwk } = newKey('one');
    expect((await post('/api/v2/auth/jwk', { jwk }, standIn.token)).status).toBeLessThan(300);
    expect((await ask(standIn, '/api/v2/user')).status).toBe(200);
    const jwt = signed(privateKey, kid, claimsWith(await readNonce()));
    const token = String((await post('/api/v2/auth/token', { jwt }, null)).json().auth_token);
    expect((await ask(standIn, '/api/v2/user')).status).toBe(401);
    const statusNow = async () => (await ask(standIn, '/api/v2/user', { token })).status;
    expect(await statusNow()).toBe(200);
    standIn.clock.advance(7 * 86_400_000 + 1000);
    expect(await statusNow()).toBe(498);
    standIn.clock.advance(-7 * 86_400_000 - 1000);
  });

  it('is given for a signature, a nonce and a client that are right, each nonce once', async () => {
    const { kid, privateKey, jwk } = newKey('two');
    await post('/api/v2/auth/jwk', { jwk }, world.standIn.token);
    const status = async (jwt: string) => (await post('/api/v2/auth/token', { jwt }, null)).status;
    const nonce = await readNonce();
    const good = signed(privateKey, kid, claimsWith(nonce));
    expect(await status(signed(newKey('x').privateKey, kid, claimsWith(await readNonce())))).toBe(422);
    expect(await status(signed(privateKey, 'unknown', claimsWith(await readNonce())))).toBe(422);
    expect(await status(signed(privateKey, kid, claimsWith(await readNonce(), { iss: 'other' })))).toBe(422);
    expect(await status(signed(privateKey, kid, claimsWith(await readNonce(), { exp: 5 })))).toBe(422);
    expect(await status(signed(privateKey, kid, claimsWith('made-up')))).toBe(422);
    expect([await status(good), await status(good)]).toEqual([200, 422]);
  });

  it('is refused for a key that is somebody else\u2019s, and where there are none', async () => {
    const { jwk } = newKey('three');
    const { token } = world.standIn.plexTv.addAccount({ username: 'other' });
    await post('/api/v2/auth/jwk', { jwk }, world.standIn.token);
    expect((await post('/api/v2/auth/jwk', { jwk }, token)).status).toBe(422);
    world.standIn.plexTv.deviceKeys.offer(false);
    expect((await post('/api/v2/auth/jwk', { jwk }, token)).status).toBe(404);
  });
});
