import { describe, expect, it } from 'vitest';
import { itIsATorrentClient } from '../contract.ts';
import { recordedScene } from './recording.ts';

const accesses = ['browser-session', 'password'] as const;

describe.each(['0.9.8', '0.16.17'])('rtorrent %s as recorded', (version) => {
  itIsATorrentClient(async () => recordedScene(version), accesses);
});

const notDefined = `<?xml version="1.0" encoding="UTF-8"?><methodResponse><fault><value><struct>
<member><name>faultCode</name><value><i4>-506</i4></value></member>
<member><name>faultString</name><value><string>Method not defined</string></value></member>
</struct></value></fault></methodResponse>`;

/** Not recorded: before 0.9.8 rtorrent could not choose, and listed everything. */
const sceneOf096 = () => {
  const all = new Map<string, string>();
  const scene = recordedScene('0.9.8', (method, answer) => {
    if (method !== 'd.multicall.filtered') return method === 'd.multicall2' ? all.get('list') : answer;
    if (answer !== undefined) all.set('list', answer);
    return notDefined;
  });
  return { ...scene, facts: { ...scene.facts, version: '0.9.8' } };
};

describe('an rtorrent before 0.9.8, as its source says', () => {
  itIsATorrentClient(async () => sceneOf096(), accesses);
});

describe('an rtorrent that does not trust ruTorrent with what is complete, as 0.16.10 to 0.16.15', () => {
  it('is too old', async () => {
    const scene = recordedScene('0.16.17', (method, answer) =>
      method.startsWith('d.multicall') ? notDefined.replace('-506', '-507') : answer,
    );
    const listed = scene.connect('browser-session').listCompleted(new AbortController().signal);
    await expect(listed).rejects.toMatchObject({ code: 'CLIENT_TOO_OLD', retryable: false });
  });
});

describe('an rtorrent before 0.9', () => {
  it('is too old', async () => {
    const scene = recordedScene('0.9.8', (method, answer) =>
      method.startsWith('d.multicall') ? notDefined : answer,
    );
    const listed = scene.connect('browser-session').listCompleted(new AbortController().signal);
    await expect(listed).rejects.toMatchObject({ code: 'CLIENT_TOO_OLD', retryable: false });
  });
});
