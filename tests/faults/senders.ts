import { fakeBrowser } from 'wxt/testing/fake-browser';

const id = fakeBrowser.runtime.id;
const own = `chrome-extension://${id}`;
const tab = { id: 1, index: 0, incognito: false };
/** The address of the one torrent client that is set up. */
export const configured = 'http://nas.test:8080';
const page = { id, origin: configured, url: `${configured}/`, tab, frameId: 0 };

/** Who may speak to the background, as the browser tells it, and what each may say. */
export interface Sender {
  /** `commands`: requests. `page`: page messages over a port. `nothing`: neither. */
  readonly may: 'commands' | 'page' | 'nothing';
  readonly sender: object;
}

export const senders: Readonly<Record<string, Sender>> = {
  'our popup': { may: 'commands', sender: { id, origin: own, url: `${own}/popup.html` } },
  'our options page': {
    may: 'commands',
    sender: { id, origin: own, url: `${own}/options.html#plex`, tab, frameId: 0 },
  },
  'our welcome page': {
    may: 'commands',
    sender: { id, origin: own, url: `${own}/welcome.html?from=install`, tab, frameId: 0 },
  },
  'our options page in a private window': {
    may: 'nothing',
    sender: { id, origin: own, url: `${own}/options.html`, tab: { ...tab, incognito: true }, frameId: 0 },
  },
  'our options page in a frame': {
    may: 'nothing',
    sender: { id, origin: own, url: `${own}/options.html`, tab, frameId: 4 },
  },
  'another file of our package': {
    may: 'nothing',
    sender: { id, origin: own, url: `${own}/content-scripts/torrent-page.js`, tab, frameId: 0 },
  },
  'a page of ours with a path before its name': {
    may: 'nothing',
    sender: { id, origin: own, url: `${own}/x/options.html`, tab, frameId: 0 },
  },
  'the script in a configured torrent page': { may: 'page', sender: page },
  'the script in a folder of a configured page': {
    may: 'page',
    sender: { ...page, url: `${configured}/index.html?x=1#y` },
  },
  'the script in a frame of a configured page': { may: 'nothing', sender: { ...page, frameId: 2 } },
  'the script in a page of a private window': {
    may: 'nothing',
    sender: { ...page, tab: { ...tab, incognito: true } },
  },
  'the script in a sandboxed document': { may: 'nothing', sender: { ...page, origin: 'null' } },
  'a script whose page and origin differ': {
    may: 'nothing',
    sender: { ...page, origin: 'http://evil.test' },
  },
  'a script whose page has another port than its origin': {
    may: 'nothing',
    sender: { ...page, url: 'http://nas.test:9090/' },
  },
  'a script that no browser gives an origin': { may: 'nothing', sender: { ...page, origin: undefined } },
  'a script that says it is our page': {
    may: 'nothing',
    sender: { ...page, url: `${own}/options.html` },
  },
  'a web page that says it is our origin': {
    may: 'nothing',
    sender: { ...page, origin: own },
  },
  'another extension': {
    may: 'nothing',
    sender: { id: 'other', origin: 'chrome-extension://other', url: 'chrome-extension://other/popup.html' },
  },
  'another extension that names our page': {
    may: 'nothing',
    sender: { id: 'other', origin: own, url: `${own}/popup.html` },
  },
  'a script of another extension in a configured page': { may: 'nothing', sender: { ...page, id: 'other' } },
  'a web page': { may: 'nothing', sender: { origin: configured, url: `${configured}/`, tab, frameId: 0 } },
  'a file on disk': {
    may: 'nothing',
    sender: { ...page, origin: 'null', url: 'file:///home/x/index.html' },
  },
  nobody: { may: 'nothing', sender: {} },
};

/** Pages where our script runs (Firefox knows no ports in its patterns) that belong to no client. */
export const elsewhere: Readonly<Record<string, object>> = {
  'another port of a configured host': {
    ...page,
    origin: 'http://nas.test:9090',
    url: 'http://nas.test:9090/',
  },
  'the same host by https': { ...page, origin: 'https://nas.test:8080', url: 'https://nas.test:8080/' },
  'another host': { ...page, origin: 'http://evil.test', url: 'http://evil.test/' },
};
