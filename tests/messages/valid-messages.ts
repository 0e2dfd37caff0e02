import { plainPermissions } from '../../lib/domain/person.ts';
import type { PageMessage, RequestName, Requests } from '../../lib/messages/contract.ts';
import { hashOf, machineIdentifier } from '../fakes/world.ts';

const mapping = { clientId: null, from: '/downloads', to: '/media' };
const plex = { address: 'http://plex.test:32400', token: 'typed-token', machineIdentifier };
const client = {
  kind: 'qbittorrent',
  address: 'http://nas.test:8080/',
  access: 'password',
  username: 'me',
} as const;

/** One right body for every request of our own pages. */
export const validRequests: { readonly [Name in RequestName]: Requests[Name]['request'] } = {
  'overview.refresh': {},
  'settings.read': {},
  'settings.openIn': { openIn: 'server' },
  'settings.change': {
    // one field, since every one of them may be left out
    change: {
      rules: [
        {
          clientId: 'qb',
          label: 'tv',
          ignore: false,
          delayMinutes: 5,
          library: { machineIdentifier: 'abc', sectionKey: '2' },
        },
      ],
    },
  },
  'settings.condition': {},
  'settings.startAfresh': {},
  'settings.export': {},
  'settings.preview': { text: '{}', mode: 'merge' },
  'settings.import': { text: '{}', mode: 'replace' },
  'rules.choices': {},
  'plex.test': plex,
  'plex.save': plex,
  'plex.remove': { machineIdentifier },
  'plex.colour': { machineIdentifier, colour: 3 },
  'account.read': {},
  'account.watch': {},
  'account.start': {},
  'account.cancel': {},
  'account.list': {},
  'account.probe': { machineIdentifier, ownAddress: 'https://plex.example.com/plex' },
  'account.use': {
    machineIdentifier,
    address: 'http://192.168.1.20:32400',
    ownAddress: null,
    allowHttp: true,
  },
  'account.signOut': {},
  'client.test': { client, secret: 'typed-password' },
  'client.save': { client, secret: 'typed-password' },
  'client.offer': { client },
  'client.take': {},
  'client.remove': { clientId: 'qb' },
  'paths.check': { mappings: [mapping] },
  'mappings.propose': {},
  'mappings.save': { mappings: [mapping, { ...mapping, clientId: 'qb' }] },
  'library.read': { machineIdentifier },
  'library.stop': { machineIdentifier },
  'scan.now': {},
  'download.retry': { id: 'qb:0:0' },
  'download.ignore': { id: 'qb:0:0' },
  'batch.answer': { clientId: 'qb', untilMs: 5, isWanted: true },
  'pause.set': { isPaused: true },
  'badges.show': { clientId: 'qb', isShown: false },
  'activity.read': {},
  'dryRun.list': {},
  'dryRun.plan': { clientId: 'qb', hash: hashOf(1) },
  'report.read': {},
  'doctor.run': {},
  'poster.read': { machineIdentifier, thumb: '/library/metadata/1/thumb/2' },
  'people.list': {},
  'people.libraries': { machineIdentifier },
  'people.change': {
    who: { id: 7, email: null },
    access: [{ machineIdentifier, libraries: [1, 2] }],
    permissions: {},
    seen: null,
  },
  'people.remove': { what: { kind: 'share', machineIdentifier, shareId: 5 } },
  'people.journal': {},
  'people.saveInvitation': {
    invitation: {
      id: null,
      name: 'Film night',
      kind: 'friend',
      access: [{ machineIdentifier, serverName: 'Attic', libraries: { kind: 'chosen', ids: [1] } }],
      permissions: plainPermissions,
      accessLengthMs: null,
      expiresAtMs: 5,
      uses: 1,
      isOn: true,
      confirm: 'ask',
    },
  },
  'people.removeInvitation': { id: 'one' },
  'people.startLink': { invitationId: 'one', where: 'anywhere' },
  'people.inviteNamed': { invitationId: 'one', email: 'a@example.org', name: '' },
  'people.confirm': { id: 'one' },
  'people.cancel': { id: 'one' },
};

type Of<Type extends PageMessage['type']> = Extract<PageMessage, { readonly type: Type }>;

/** One right message of every type that a torrent page may send. */
export const validPageMessages: { readonly [Type in PageMessage['type']]: Of<Type> } = {
  watch: { type: 'watch', webUi: 'qbittorrent', hashes: [hashOf(1), hashOf(2)], visible: true },
  alive: { type: 'alive' },
  used: { type: 'used', hash: hashOf(1) },
  details: { type: 'details', hash: hashOf(1) },
  identify: { type: 'identify', sessionIds: [1, 2] },
  'needs-reader': { type: 'needs-reader' },
  'no-rows': { type: 'no-rows', webUi: 'qbittorrent' },
};
