import { describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { answerOwnPages } from '../../lib/browser/answer.ts';
import { ask } from '../../lib/browser/ask.ts';
import { OperationError } from '../../lib/domain/errors.ts';

const id = fakeBrowser.runtime.id;
const own = `chrome-extension://${id}`;
const page = { id, origin: own, url: `${own}/popup.html` };
const tab = { id: 1, index: 0 };

/** Sends a message as the browser would deliver it; `silent` when nobody answers. */
async function send(sender: object, handle = async (message: unknown): Promise<unknown> => message) {
  const handled = vi.fn(handle);
  answerOwnPages(handled);
  const answered = new Promise((resolve) => {
    fakeBrowser.runtime.onMessage
      .trigger({ name: 'scan.now' }, sender, resolve)
      .then((results: readonly unknown[]) => results.includes(true) || resolve('silent'));
  });
  return { answer: await answered, handled };
}

describe('a message from', () => {
  it.each([
    ['the popup', page],
    ['the page of the first run', { ...page, url: `${own}/welcome.html` }],
    ['the options page', { ...page, url: `${own}/options.html#clients` }],
    ['the options page in a tab', { ...page, url: `${own}/options.html`, tab, frameId: 0 }],
  ])('%s is answered', async (_, sender) => {
    const { answer, handled } = await send(sender);
    expect(answer).toEqual({ ok: true, value: { name: 'scan.now' } });
    expect(handled).toHaveBeenCalledTimes(1);
  });

  const web = 'http://nas.test:8080';
  it.each<[string, object]>([
    ['a content script', { id, origin: web, url: `${web}/`, tab, frameId: 0 }],
    ['a content script in a frame', { id, origin: web, url: `${web}/`, tab, frameId: 3 }],
    ['a content script that names our page', { id, origin: web, url: page.url, tab, frameId: 0 }],
    ['a page that names our origin', { id, origin: own, url: `${web}/`, tab, frameId: 0 }],
    ['another extension', { ...page, id: 'other' }],
    [
      'another extension with its own page',
      { id: 'other', origin: 'chrome-extension://other', url: 'chrome-extension://other/x' },
    ],
    ['an extension whose id begins like ours', { id, origin: `${own}x`, url: `${own}x/popup.html` }],
    ['our page in a frame of another', { ...page, tab, frameId: 2 }],
    ['nowhere: no origin', { id, url: page.url }],
    ['nowhere: no address', { id, origin: own }],
    ['nowhere: no id', { origin: own, url: page.url }],
    ['nobody', {}],
    ['a sandboxed page of ours', { ...page, origin: 'null' }],
  ])('%s gets no answer at all', async (_, sender) => {
    const { answer, handled } = await send(sender);
    expect(answer).toBe('silent');
    expect(handled).not.toHaveBeenCalled();
  });
});

describe('an answer', () => {
  it('that is a failure says what failed and nothing of why', async () => {
    const { answer } = await send(page, async () => {
      throw new OperationError('TOKEN_INVALID', {
        operation: 'plex.sections',
        server: 'Attic',
        cause: new Error('canary'),
      });
    });
    expect(answer).toEqual({
      ok: false,
      failure: {
        code: 'TOKEN_INVALID',
        operation: 'plex.sections',
        server: 'Attic',
        retryable: false,
        retryAfterMs: null,
      },
    });
  });

  it('to what was not foreseen holds none of its words', async () => {
    const { answer } = await send(page, async () => {
      throw new TypeError('canary http://plex/?X-Plex-Token=canary');
    });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'UNEXPECTED_ANSWER' } });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });
});

describe('asking the background', () => {
  const answering = (answer: unknown): void => {
    vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockResolvedValue(answer as never);
  };

  it('gives the value', async () => {
    answering({ ok: true, value: { openIn: 'server' } });
    expect(await ask('settings.read', {})).toEqual({ openIn: 'server' });
    expect(fakeBrowser.runtime.sendMessage).toHaveBeenCalledWith({ name: 'settings.read', request: {} });
  });

  it('rejects with an error again', async () => {
    const failure = {
      code: 'TOKEN_INVALID',
      operation: 'x',
      server: 'Attic',
      retryable: true,
      retryAfterMs: 5,
    };
    answering({ ok: false, failure });
    const error: unknown = await ask('scan.now', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OperationError);
    expect(error instanceof OperationError && error.toFailure()).toEqual(failure);
  });

  it('says that the extension was updated when nobody answers', async () => {
    answering(undefined);
    await expect(ask('scan.now', {})).rejects.toMatchObject({ code: 'UPDATED' });
    vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockRejectedValue(
      new Error('Extension context invalidated.'),
    );
    await expect(ask('scan.now', {})).rejects.toMatchObject({ code: 'UPDATED' });
  });
});
