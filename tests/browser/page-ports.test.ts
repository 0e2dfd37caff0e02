import { describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { listenToPages } from '../../lib/browser/page-ports.ts';
import { type PageMessage, pagePortName } from '../../lib/messages/contract.ts';
import { parsePageMessage } from '../../lib/messages/schemas.ts';
import type { PageConnection } from '../../lib/ports/page-connection.ts';
import { hashOf } from '../fakes/world.ts';

const id = fakeBrowser.runtime.id;
const torrentPage = {
  id,
  frameId: 0,
  tab: { id: 1 },
  url: 'http://nas.test:8080/',
  origin: 'http://nas.test:8080',
};

/** An event of a port: `fire` calls those who listen. */
function fakeEvent<T extends unknown[]>() {
  const listeners: ((...args: T) => void)[] = [];
  return {
    addListener: (listener: (...args: T) => void) => listeners.push(listener),
    fire: (...args: T) => {
      for (const listener of listeners) listener(...args);
    },
  };
}

function begin(words?: () => Promise<Readonly<Record<string, string>> | null>) {
  let connect: (port: unknown) => void = () => undefined;
  vi.spyOn(fakeBrowser.runtime.onConnect, 'addListener').mockImplementation((listener) => {
    connect = listener as typeof connect;
  });
  const readers: number[] = [];
  const said: { kind: string; page: PageConnection; word: string }[] = [];
  const { pages } = listenToPages({
    parse: parsePageMessage,
    watched: (page) => said.push({ kind: 'watched', page, word: '' }),
    used: (page, hash) => said.push({ kind: 'used', page, word: hash }),
    noRows: (page, webUi) => said.push({ kind: 'no-rows', page, word: webUi }),
    details: (page, hash) => said.push({ kind: 'details', page, word: hash }),
    identify: (page, ids) => said.push({ kind: 'identify', page, word: ids.join() }),
    needsReader: (tabId) => readers.push(tabId),
    ...(words && { words }),
  });
  const open = (change: { sender?: object | undefined; name?: string } = {}) => {
    const [onMessage, onDisconnect] = [fakeEvent<[unknown]>(), fakeEvent<[]>()];
    const port = {
      name: pagePortName,
      sender: torrentPage,
      onMessage,
      onDisconnect,
      disconnect: vi.fn(),
      postMessage: vi.fn(),
      ...change,
    };
    connect(port);
    return port;
  };
  return { pages, said, readers, open };
}

const watch: PageMessage = { type: 'watch', webUi: 'qbittorrent', hashes: [hashOf(1)], visible: true };

describe('a connection from', () => {
  it('a torrent page is taken, with the address the browser gives', () => {
    const { pages, open } = begin();
    const port = open();
    expect(port.disconnect).not.toHaveBeenCalled();
    expect(pages()).toMatchObject([{ url: 'http://nas.test:8080/', visible: false, hashes: [] }]);
  });

  const cases: [string, { sender?: object | undefined; name?: string }][] = [
    ['another extension', { sender: { ...torrentPage, id: 'other' } }],
    ['nobody', { sender: undefined }],
    ['a frame', { sender: { ...torrentPage, frameId: 3 } }],
    ['no frame', { sender: { ...torrentPage, frameId: undefined } }],
    ['no tab', { sender: { ...torrentPage, tab: undefined } }],
    ['no address', { sender: { ...torrentPage, url: undefined } }],
    ['one of our own pages', { sender: { ...torrentPage, url: `chrome-extension://${id}/options.html` } }],
    ['a file', { sender: { ...torrentPage, url: 'file:///tmp/x.html' } }],
    ['something with another name', { name: 'other' }],
  ];
  it.each(cases)('%s is ended at once', (_, change) => {
    const { pages, open } = begin();
    const port = open(change);
    expect(port.disconnect).toHaveBeenCalledTimes(1);
    expect(pages()).toEqual([]);
  });
});

describe('a torrent page', () => {
  it('is known with what it said last', () => {
    const { pages, said, open } = begin();
    const port = open();
    port.onMessage.fire(watch);
    expect(pages()).toMatchObject([{ visible: true, hashes: [hashOf(1)] }]);
    expect(said).toMatchObject([{ kind: 'watched', page: { url: 'http://nas.test:8080/' } }]);
    port.onMessage.fire({ ...watch, visible: false, hashes: [] });
    expect(pages()).toMatchObject([{ visible: false, hashes: [] }]);
  });

  it('can say what is in the contract and nothing else', () => {
    const { pages, said, readers, open } = begin();
    const port = open();
    for (const message of [
      { ...watch, url: 'http://evil.test/' },
      { ...watch, hashes: ['x'] },
      { type: 'used', hash: 'x' },
      { type: 'identify', sessionIds: [-1] },
      { type: 'identify', sessionIds: ['1'] },
      { type: 'needs-reader', tabId: 7 },
      { type: 'scan' },
      { name: 'scan.now', request: {} },
      'watch',
      null,
    ]) {
      port.onMessage.fire(message);
    }
    expect(said).toEqual([]);
    expect(pages()).toMatchObject([{ visible: false, hashes: [] }]);
    port.onMessage.fire({ type: 'used', hash: hashOf(2) });
    port.onMessage.fire({ type: 'no-rows', webUi: 'qbittorrent' });
    port.onMessage.fire({ type: 'identify', sessionIds: [3, 4] });
    port.onMessage.fire({ type: 'details', hash: hashOf(5) });
    expect(readers).toEqual([]);
    port.onMessage.fire({ type: 'needs-reader' });
    expect(readers).toEqual([1]); // the tab that the browser says it is in
    port.onMessage.fire({ type: 'alive' });
    expect(said.map(({ kind, word }) => [kind, word])).toEqual([
      ['used', hashOf(2)],
      ['no-rows', 'qbittorrent'],
      ['identify', '3,4'],
      ['details', hashOf(5)],
    ]);
  });

  it('can not say where it is', () => {
    const { pages, open } = begin();
    open().onMessage.fire({ ...watch, url: 'http://other.test/' });
    expect(pages()).toMatchObject([{ url: 'http://nas.test:8080/' }]);
  });

  it('is forgotten when it goes, and is neither heard nor told any more', () => {
    const { pages, said, open } = begin();
    const port = open();
    const [page] = pages();
    port.onDisconnect.fire();
    expect(pages()).toEqual([]);
    port.onMessage.fire(watch);
    page?.show({});
    expect(said).toEqual([]);
    expect(port.postMessage).not.toHaveBeenCalled();
  });

  it('is told badges', () => {
    const { pages, open } = begin();
    const port = open();
    pages()[0]?.show({ [hashOf(1)]: { state: 'absent' } });
    expect(port.postMessage).toHaveBeenCalledWith({
      type: 'badges',
      badges: { [hashOf(1)]: { state: 'absent' } },
    });
  });

  it('is told the torrents behind its numbers', () => {
    const { pages, open } = begin();
    const port = open();
    const torrents = [{ sessionId: 3, hash: hashOf(1), name: 'Dune', addedAtMs: 1_000 }];
    pages()[0]?.tell(torrents);
    expect(port.postMessage).toHaveBeenCalledWith({ type: 'torrents', torrents });
  });

  it('is told that it is none of ours', () => {
    const { pages, open } = begin();
    const port = open();
    pages()[0]?.end();
    expect(port.postMessage).toHaveBeenCalledWith({ type: 'end' });
  });

  it('that is gone before we are told keeps nothing from the others', () => {
    const { pages, open } = begin();
    const [dead, living] = [open(), open()];
    dead.postMessage.mockImplementation(() => {
      throw new Error('Attempting to use a disconnected port object');
    });
    for (const page of pages()) page.show({});
    expect(living.postMessage).toHaveBeenCalledTimes(1);
    expect(pages()).toHaveLength(1);
  });

  it('keeps one way to be told through all it says', () => {
    const { pages, open } = begin();
    const port = open();
    const before = pages()[0]?.show;
    port.onMessage.fire(watch);
    expect(pages()[0]?.show).toBe(before);
  });
});

describe('a page that speaks another language', () => {
  it('is told the words before anything else, and what it said meanwhile is heard after', async () => {
    let tell: (words: Record<string, string> | null) => void = () => undefined;
    const { said, open } = begin(() => new Promise((resolve) => (tell = resolve)));
    const port = open();
    port.onMessage.fire(watch);
    port.onMessage.fire({ type: 'used', hash: hashOf(1) });
    expect([said, port.postMessage.mock.calls]).toEqual([[], []]);
    tell({ badge_open: 'In Plex ansehen' });
    await vi.waitFor(() => expect(said.map(({ kind }) => kind)).toEqual(['watched', 'used']));
    said[0]?.page.show({});
    expect(port.postMessage.mock.calls).toEqual([
      [{ type: 'words', words: { badge_open: 'In Plex ansehen' } }],
      [{ type: 'badges', badges: {} }],
    ]);
  });

  it('is told none where it is the language of the browser, and none when it has gone', async () => {
    const { said, open } = begin(async () => null);
    const port = open();
    port.onMessage.fire(watch);
    await vi.waitFor(() => expect(said).toHaveLength(1));
    expect(port.postMessage).not.toHaveBeenCalled();
    const gone = begin(async () => ({ badge_open: 'x' }));
    const closed = gone.open();
    closed.onDisconnect.fire();
    closed.onMessage.fire(watch);
    await new Promise((resolve) => setImmediate(resolve));
    expect([closed.postMessage.mock.calls, gone.said]).toEqual([[], []]);
  });
});
