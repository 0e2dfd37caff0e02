import fc from 'fast-check';
import {
  type ClientSettings,
  languages,
  type ServerSettings,
  type Settings,
  serverColours,
  themes,
} from '../../lib/domain/settings.ts';

const host = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const origin = fc
  .tuple(fc.constantFrom('http', 'https'), host, fc.integer({ min: 1024, max: 65_535 }))
  .map(([scheme, name, port]) => `${scheme}://${name}:${port}`);
const id = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const path = fc
  .array(fc.stringMatching(/^[A-Za-z0-9 ._-]{1,8}$/), { minLength: 1, maxLength: 4 })
  .filter((parts) => parts.every((part) => part !== '.' && part !== '..'))
  .chain((parts) => fc.constantFrom(`/${parts.join('/')}`, `D:\\${parts.join('\\')}`));

const server: fc.Arbitrary<ServerSettings> = fc.record(
  {
    machineIdentifier: id,
    name: text,
    address: fc.tuple(origin, fc.constantFrom('', '/plex')).map((parts) => parts.join('')),
    version: text,
    isShared: fc.boolean(),
    ownAddress: origin,
    allowHttp: fc.boolean(),
    colour: fc.integer({ min: 0, max: serverColours - 1 }),
  },
  { requiredKeys: ['machineIdentifier', 'name', 'address', 'version'] },
);

const client: fc.Arbitrary<ClientSettings> = fc.record(
  {
    id,
    kind: fc.constantFrom('qbittorrent', 'deluge'),
    address: fc.tuple(origin, fc.constantFrom('/', '/qb/')).map((parts) => parts.join('')),
    access: fc.constantFrom('browser-session', 'password', 'api-key'),
    username: fc.option(text),
    refusal: fc.option(
      fc.record({
        code: fc.constantFrom('CLIENT_BANNED', 'CLIENT_PASSWORD_WRONG'),
        untilMs: fc.option(fc.nat()),
      }),
    ),
    hidesBadges: fc.boolean(),
  },
  { requiredKeys: ['id', 'kind', 'address', 'access', 'username', 'refusal'] },
);

const minute = fc.integer({ min: 0, max: 1439 });
const quietHours = fc
  .record({ fromMinute: minute, toMinute: minute })
  .filter(({ fromMinute, toMinute }) => fromMinute !== toMinute);

/** Anything that a person can have set: all its parts make sense and belong together. */
export const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    servers: fc.uniqueArray(server, { maxLength: 3, selector: (one) => one.machineIdentifier }),
    clients: fc
      .uniqueArray(client, { maxLength: 3, selector: (one) => one.id })
      .map((all) => all.filter((one, at) => all.findIndex(({ address }) => address === one.address) === at)),
  })
  .chain(({ servers, clients }) => {
    const clientId = fc.constantFrom(null, ...clients.map((one) => one.id));
    return fc.record({
      servers: fc.constant(servers),
      clients: fc.constant(clients),
      mappings: fc.array(fc.record({ clientId, from: path, to: path }), { maxLength: 4 }),
      openIn: fc.constantFrom('hosted' as const, 'server' as const, 'app' as const),
      theme: fc.constantFrom(...themes),
      language: fc.constantFrom(...languages),
      rules: fc.uniqueArray(
        fc.record({
          clientId,
          label: fc.option(fc.stringMatching(/^\S.{0,8}\S$/)),
          ignore: fc.boolean(),
          delayMinutes: fc.integer({ min: 0, max: 10_080 }),
          library: fc.option(fc.record({ machineIdentifier: id, sectionKey: id })),
        }),
        { maxLength: 4, selector: (one) => JSON.stringify([one.clientId, one.label]) },
      ),
      quietHours: fc.option(quietHours),
      waitWhileWatched: fc.boolean(),
      notifications: fc.record({ ready: fc.boolean(), attention: fc.boolean() }),
    });
  });
