import { describe } from 'vitest';
import { torrentClients } from '../../lib/torrent-clients/index.ts';
import { itStandsAnyAnswer } from './answer-cases.ts';
import { clientEndpoints } from './client-endpoints.ts';

const clients = await Promise.all(
  torrentClients.map(async ({ id, label }) => [label, await clientEndpoints(id)] as const),
);

describe.each(clients)('a %s', (_, endpoints) => itStandsAnyAnswer(endpoints));
