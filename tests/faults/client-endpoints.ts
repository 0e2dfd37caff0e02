import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { isComplete } from '../../lib/domain/torrent.ts';
import type {
  ClientAccess,
  ClientConnection,
  TorrentClient,
  TorrentClientKind,
} from '../../lib/ports/torrent-client.ts';
import { torrentClientById } from '../../lib/torrent-clients/index.ts';
import { hashOf, type Scene } from '../torrent-clients/contract.ts';
import { recordedScene as recordedDeluge } from '../torrent-clients/deluge/recording.ts';
import { recordedScene as recordedFlood } from '../torrent-clients/flood/recording.ts';
import { recordedScene as recordedQbittorrent } from '../torrent-clients/qbittorrent/recording.ts';
import { recordedScene as recordedRtorrent } from '../torrent-clients/rtorrent/recording.ts';
import { recordedScene as recordedTransmission } from '../torrent-clients/transmission/recording.ts';
import { type Endpoint, endpointsOf, type Operation } from './endpoint.ts';

const scenes: Readonly<Record<string, (recording: string) => Scene>> = {
  qbittorrent: recordedQbittorrent,
  transmission: recordedTransmission,
  deluge: recordedDeluge,
  rtorrent: recordedRtorrent,
  flood: recordedFlood,
};

/** The newest recording of each kind. */
const newestOf = (kind: string): string =>
  globSync(`tests/fixtures/${kind}/*.json`)
    .map((file) => basename(file, '.json'))
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .at(-1) ?? '';

type Use = (client: TorrentClient, scene: Scene, signal: AbortSignal) => Promise<unknown>;

/** Every method of the port; `listChanges` also with the cursor that it gave. */
const uses: Readonly<Record<string, Use>> = {
  identify: (client, _, signal) => client.identify(signal),
  listCompleted: (client, _, signal) => client.listCompleted(signal),
  listChanges: (client, _, signal) => client.listChanges(null, () => false, signal),
  'listChanges again': async (client, _, signal) => {
    const { cursor } = await client.listChanges(null, isComplete, signal);
    return client.listChanges(cursor, () => false, signal);
  },
  listByHash: (client, { facts }, signal) =>
    client.listByHash([hashOf(facts.complete[0]?.hash ?? '')], signal),
  listFiles: (client, { facts }, signal) => client.listFiles(hashOf(facts.complete[0]?.hash ?? ''), signal),
  listBySessionId: async (client, _, signal) => client.listBySessionId?.([1, 2, 3], signal) ?? [],
};

/** The connection that a scene gives to its client, so that its answers can be changed on their way. */
function connectionOf(kind: TorrentClientKind, scene: Scene, access: ClientAccess): ClientConnection {
  const { connect } = kind;
  let caught: ClientConnection | undefined;
  try {
    kind.connect = (connection) => {
      caught = connection;
      return connect(connection);
    };
    scene.connect(access, access !== 'password'); // with a password the sign-in is played too
  } finally {
    kind.connect = connect;
  }
  if (!caught) throw new Error(`the scene of ${kind.id} connected to nothing`);
  return caught;
}

/** Everything that the client of this kind asks, in each of its ways to sign in. */
export async function clientEndpoints(id: string): Promise<readonly Endpoint[]> {
  const kind = torrentClientById(id);
  const open = scenes[id];
  if (!kind || !open) throw new Error(`there are no recordings of ${id}`);
  const scene = open(newestOf(id));
  const operations = kind.accesses.flatMap((access) =>
    Object.entries(uses).map(
      ([name, use]): Operation => ({
        name: `${name} (${access})`,
        run(through, signal) {
          const connection = connectionOf(kind, scene, access);
          const client = kind.connect({ ...connection, fetch: through(connection.fetch) });
          return use(client, scene, signal);
        },
      }),
    ),
  );
  return endpointsOf(operations);
}
