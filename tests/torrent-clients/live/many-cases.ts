import { expect, it } from 'vitest';
import { isComplete } from '../../../lib/domain/torrent.ts';
import { addManyTorrents } from '../../rig/many-torrents.ts';
import { hashOf } from '../contract.ts';
import { known, type Looked, never, pollAs } from './looking.ts';

const count = Number(process.env.MANY ?? 2_000);

/** More torrents than one asks for singly. */
export function manyCases(now: () => Looked): void {
  it(`lists all of ${count} torrents`, { timeout: 600_000 }, async () => {
    const { client, daemon } = now();
    const hashes = new Set(await addManyTorrents(daemon, count));
    const complete = (await client.listCompleted(never)).filter(isComplete);
    expect(complete.filter((torrent) => hashes.has(torrent.hash))).toHaveLength(count);
    const some = [...hashes].slice(0, 250).map(hashOf);
    expect(await client.listByHash(some, never)).toHaveLength(some.length);
  });

  it('hardly works when nothing happened to them', async () => {
    const { client } = now();
    let { cursor } = await pollAs(client, null, known);
    for (let poll = 0; poll < 3; poll++) cursor = (await pollAs(client, cursor, known)).cursor;
    const before = process.cpuUsage();
    for (let poll = 0; poll < 20; poll++) cursor = (await pollAs(client, cursor, known)).cursor;
    const { user, system } = process.cpuUsage(before);
    // only what is far off; `npm run bench` has the strict figure
    expect((user + system) / 1_000 / 20).toBeLessThan(60 + count / 50);
  });
}
