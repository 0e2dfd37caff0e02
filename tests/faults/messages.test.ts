import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { answerOwnPages } from '../../lib/browser/answer.ts';
import { listenToPages } from '../../lib/browser/page-ports.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import { pagePortName, type RequestName } from '../../lib/messages/contract.ts';
import { parsePageMessage, parseRequest, requestSchemas } from '../../lib/messages/schemas.ts';
import { startAnswering } from '../fakes/answering.ts';
import { validPageMessages, validRequests } from '../messages/valid-messages.ts';
import { allowedMs, scaled } from './scale.ts';
import { senders } from './senders.ts';
import { isPolluted } from './sound-value.ts';
import { anythingElse, spoilt } from './spoilt-message.ts';

const commands = Object.keys(validRequests) as RequestName[];
const pageMessages = Object.values(validPageMessages);

/** What `sendMessage` brings back: what was answered, or `silent` when nobody listens to this sender. */
async function send(message: unknown, sender: object, handle: (message: unknown) => Promise<unknown>) {
  fakeBrowser.runtime.onMessage.removeAllListeners();
  answerOwnPages(handle);
  return new Promise((resolve) => {
    fakeBrowser.runtime.onMessage
      .trigger(message, sender, resolve)
      .then((results: readonly unknown[]) => results.includes(true) || resolve('silent'));
  });
}

/** A connection from this sender, to handlers that write down which of them were called. */
function connect(sender: object, name = pagePortName) {
  let arrive: (port: unknown) => void = () => undefined;
  vi.spyOn(fakeBrowser.runtime.onConnect, 'addListener').mockImplementation((listener) => {
    arrive = listener as typeof arrive;
  });
  const heard: string[] = [];
  type Handlers = Parameters<typeof listenToPages>[0];
  const known: Partial<Handlers> = { parse: parsePageMessage, words: undefined as never };
  const handlers = new Proxy(known, {
    get: (_, handler) => (handler in known ? Reflect.get(known, handler) : () => heard.push(String(handler))),
  }) as Handlers;
  const { pages } = listenToPages(handlers);
  let say: (message: unknown) => void = () => undefined;
  const disconnect = vi.fn();
  arrive({
    name,
    sender,
    disconnect,
    postMessage: vi.fn(),
    onDisconnect: { addListener: () => undefined },
    onMessage: {
      addListener: (listener: typeof say) => {
        say = listener;
      },
    },
  });
  return { say: (message: unknown) => say(message), heard, disconnect, pages };
}

describe('the table of messages', () => {
  it('has every command and every page message of the contract', () => {
    expect(commands.sort()).toEqual(Object.keys(requestSchemas).sort());
    for (const name of commands) {
      const message = { name, request: validRequests[name] };
      expect(parseRequest(message), name).toEqual(message);
    }
    for (const message of pageMessages) expect(parsePageMessage(message)).toEqual(message);
  });

  it('has no door for other extensions and web pages at all', () => {
    const files = globSync('{lib,entrypoints}/**/*.ts');
    expect(files.length).toBeGreaterThan(100);
    const doors = files.filter((file) =>
      /onMessageExternal|onConnectExternal|onUserScript|onMessage\b.*addListener|onConnect\b.*addListener/.test(
        readFileSync(file, 'utf8'),
      ),
    );
    const background = doors.filter((file) => !file.startsWith('lib/content/'));
    expect(background.map((file) => file.replaceAll('\\', '/')).sort()).toEqual([
      'entrypoints/torrent-page.content/index.ts', // listens to its own port
      'lib/browser/answer.ts',
      'lib/browser/page-ports.ts',
    ]);
  });

  for (const [who, { may, sender }] of Object.entries(senders)) {
    const answered = may === 'commands';
    it.each(commands)(`${who} ${answered ? 'is answered' : 'gets no answer'} to %s`, async (name) => {
      const handle = vi.fn(async () => 'done');
      const answer = await send({ name, request: validRequests[name] }, sender, handle);
      expect(answer).toEqual(answered ? { ok: true, value: 'done' } : 'silent');
      expect(handle).toHaveBeenCalledTimes(answered ? 1 : 0);
    });

    const isHeard = may === 'page';
    it.each(pageMessages)(`${who} is ${isHeard ? 'heard' : 'not heard'} saying $type`, (message) => {
      const { say, heard, disconnect, pages } = connect(sender);
      expect(disconnect).toHaveBeenCalledTimes(isHeard ? 0 : 1);
      expect(pages()).toHaveLength(isHeard ? 1 : 0);
      say(message);
      expect(heard).toHaveLength(isHeard && message.type !== 'alive' ? 1 : 0);
    });

    it(`${who} gets nothing by the wrong way`, async () => {
      const { say, heard } = connect(sender);
      for (const name of commands) say({ name, request: validRequests[name] });
      expect(heard).toEqual([]);
      const other = connect(sender, 'another name');
      expect(other.disconnect).toHaveBeenCalledTimes(1);
      const { answer } = startAnswering();
      for (const message of pageMessages) {
        expect(await send(message, sender, answer)).toEqual(
          answered ? expect.objectContaining({ ok: false }) : 'silent',
        );
      }
    });
  }
});

describe('ten thousand wrong bodies', () => {
  let background: ReturnType<typeof startAnswering>;
  beforeEach(() => {
    background = startAnswering();
  });

  /** Everything that a message could have changed or set in motion. */
  const effects = (): string => {
    const { settings, vault, world, tokensSent, hostsChanged, overviewStore } = background;
    const { asked, requests, scans, stored, memories } = world;
    return JSON.stringify([
      settings.value,
      [...vault.secrets],
      [asked, requests, scans, [...stored], [...memories]],
      tokensSent,
      hostsChanged.length,
      overviewStore.writes,
    ]);
  };

  it.each(commands)(
    'for %s have no effect and are refused out loud',
    async (name) => {
      const before = effects();
      const right = { name, request: validRequests[name] };
      const bodies = fc.oneof(
        { weight: 5, arbitrary: spoilt(right) },
        anythingElse.map((request): unknown => ({ name, request })),
        anythingElse,
      );
      await fc.assert(
        fc.asyncProperty(bodies, async (message) => {
          const outcome: unknown = await background.answer(message).then(
            () => 'answered',
            (error: unknown) => error,
          );
          if (!(outcome instanceof OperationError)) throw new Error(`not refused: ${String(outcome)}`);
          expect([outcome.code, outcome.cause]).toEqual(['UNEXPECTED_ANSWER', undefined]);
        }),
        { numRuns: scaled(10_000, 200) },
      );
      expect(effects()).toBe(before);
      expect(isPolluted()).toBe(false);
    },
    allowedMs(120_000, 20_000),
  );

  it.each(pageMessages)(
    'for $type of a torrent page have no effect',
    (right) => {
      const { say, heard, pages } = connect(senders['the script in a configured torrent page']?.sender ?? {});
      const before = JSON.stringify(pages());
      fc.assert(
        fc.property(fc.oneof({ weight: 4, arbitrary: spoilt(right) }, anythingElse), (message) => {
          say(message);
          expect(heard).toEqual([]);
        }),
        { numRuns: scaled(10_000, 200) },
      );
      expect(JSON.stringify(pages())).toBe(before);
      expect(isPolluted()).toBe(false);
    },
    allowedMs(120_000, 20_000),
  );

  it('by those who may not speak reach nobody', async () => {
    const handle = vi.fn(async () => 'done');
    const strangers = Object.values(senders).filter(({ may }) => may !== 'commands');
    const messages = fc.oneof(
      anythingElse,
      fc.constantFrom(...commands).map((name): unknown => ({ name, request: validRequests[name] })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...strangers), messages, async ({ sender }, message) => {
        expect(await send(message, sender, handle)).toBe('silent');
      }),
      { numRuns: scaled(10_000, 200) },
    );
    expect(handle).not.toHaveBeenCalled();
  }, 120_000);
});
