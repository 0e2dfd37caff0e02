import { describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { closeStorage } from '../../lib/browser/access-level.ts';
import { beat, ensureAlarm, onAlarm } from '../../lib/browser/alarm.ts';
import { dataUrl } from '../../lib/browser/data-url.ts';
import { installId } from '../../lib/browser/install-id.ts';
import { matchPattern } from '../../lib/browser/match-pattern.ts';
import { showToolbar } from '../../lib/browser/toolbar.ts';

const { action, alarms, storage } = fakeBrowser;

describe('the alarm', () => {
  it('is made once, and not put off by a worker that starts', async () => {
    await ensureAlarm();
    const [first] = await alarms.getAll();
    expect(first).toMatchObject({ name: 'tick', periodInMinutes: 0.5 });
    const create = vi.spyOn(alarms, 'create');
    await ensureAlarm();
    await ensureAlarm();
    expect(create).not.toHaveBeenCalled();
    expect(await alarms.getAll()).toEqual([first]);
  });

  it('of an older version with another period is replaced', async () => {
    await alarms.create('tick', { periodInMinutes: 5 });
    await ensureAlarm();
    expect(await alarms.getAll()).toMatchObject([{ periodInMinutes: 0.5 }]);
  });

  it('comes back after the browser dropped it', async () => {
    await ensureAlarm();
    await alarms.clearAll();
    await ensureAlarm();
    expect(await alarms.getAll()).toHaveLength(1);
  });

  it('comes as often as is wanted, and is not put off where that is so already', async () => {
    await ensureAlarm();
    const create = vi.spyOn(alarms, 'create');
    await beat(0.5);
    await beat(0.5);
    expect(create).not.toHaveBeenCalled();
    await beat(1);
    expect(await alarms.getAll()).toMatchObject([{ name: 'tick', periodInMinutes: 1 }]);
    await beat(1);
    await ensureAlarm(); // a worker that starts when nothing is going on
    expect(create).toHaveBeenCalledTimes(1);
    await Promise.all([beat(0.5), beat(1), beat(0.5)]);
    expect(await alarms.getAll()).toMatchObject([{ periodInMinutes: 0.5 }]);
  });

  it('is set again when the browser refused', async () => {
    await ensureAlarm();
    await beat(0.5);
    const create = vi.spyOn(alarms, 'create').mockRejectedValueOnce(new Error('no'));
    await expect(beat(1)).rejects.toThrow('no');
    await beat(1);
    expect(create).toHaveBeenCalledTimes(2);
    expect(await alarms.getAll()).toMatchObject([{ periodInMinutes: 1 }]);
  });

  it('ticks, and no other alarm does', async () => {
    let ticks = 0;
    onAlarm(async () => {
      ticks++;
    });
    await alarms.onAlarm.trigger({ name: 'other', scheduledTime: 0, persistAcrossSessions: true });
    expect(ticks).toBe(0);
    await alarms.onAlarm.trigger({ name: 'tick', scheduledTime: 0, persistAcrossSessions: true });
    expect(ticks).toBe(1);
  });
});

describe('the id of this installation', () => {
  it('is made once and says nothing about anybody', async () => {
    const id = await installId();
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await installId()).toBe(id);
  });

  it.each(['', 'my name', 7, null])('is made anew when it is none: %j', async (stored) => {
    await storage.local.set({ installId: stored });
    const id = await installId();
    expect(id).toHaveLength(36);
    expect(await installId()).toBe(id);
  });
});

describe('a picture as an address', () => {
  // Node 24 has not got what the browsers we ask for have
  const bytes = Uint8Array.prototype as { toBase64?: () => string };
  bytes.toBase64 ??= function (this: Uint8Array) {
    return Buffer.from(this).toString('base64');
  };

  it('holds its bytes and its kind', async () => {
    const url = await dataUrl(new Blob([new Uint8Array([0, 255, 1])], { type: 'image/jpeg' }));
    expect(url).toBe('data:image/jpeg;base64,AP8B');
  });

  it.each([
    'text/html',
    'image/svg+xml;charset=utf-8,<svg onload=alert(1)>',
    '',
    'image/"',
    'image/png;base64,x',
  ])('is no page and no script, whatever the server calls it: %j', async (type) => {
    const url = await dataUrl(new Blob(['<script>'], { type }));
    expect(url).toMatch(/^data:application\/octet-stream;base64,[A-Za-z0-9+/=]*$/);
  });
});

describe('the match pattern of an address', () => {
  it.each([
    ['http://nas:8080/', 'http://nas:8080/*', 'http://nas/*'],
    ['http://nas/', 'http://nas/*', 'http://nas/*'],
    ['https://home.example.com/qbt/', 'https://home.example.com/*', 'https://home.example.com/*'],
    ['http://192.168.1.5:32400', 'http://192.168.1.5:32400/*', 'http://192.168.1.5/*'],
    ['http://[::1]:8080/', 'http://[::1]:8080/*', 'http://[::1]/*'],
    // every address of one server, whatever its network calls it
    [
      'https://192-168-1-20.0123456789abcdef0123456789abcdef.plex.direct:32400',
      'https://*.0123456789abcdef0123456789abcdef.plex.direct/*',
      'https://*.0123456789abcdef0123456789abcdef.plex.direct/*',
    ],
    // and nothing that only looks like one
    ['https://a.plex.direct:32400', 'https://a.plex.direct:32400/*', 'https://a.plex.direct/*'],
    [
      'https://1-2-3-4.0123456789abcdef0123456789abcdef.plex.direct.evil.test/',
      'https://1-2-3-4.0123456789abcdef0123456789abcdef.plex.direct.evil.test/*',
      'https://1-2-3-4.0123456789abcdef0123456789abcdef.plex.direct.evil.test/*',
    ],
  ])('%s has a port where ports work, and none elsewhere', (address, withPort, without) => {
    expect(matchPattern(address, true)).toBe(withPort);
    expect(matchPattern(address, false)).toBe(without);
  });
});

describe('the storage', () => {
  it('is closed to content scripts where the browser can', async () => {
    const setAccessLevel = vi.fn(async () => undefined);
    Object.assign(storage.local, { setAccessLevel });
    await closeStorage();
    expect(setAccessLevel).toHaveBeenCalledWith({ accessLevel: 'TRUSTED_CONTEXTS' });
    Reflect.deleteProperty(storage.local, 'setAccessLevel');
  });

  it('is left as it is in Firefox, which can not', async () => {
    await expect(closeStorage()).resolves.toBeUndefined();
  });
});

describe('the toolbar', () => {
  it('says the same by badge and by title, and can be silent again', async () => {
    await showToolbar({ badge: '3', title: 'Three need you', colour: 'amber', shape: 'ring' });
    expect([await action.getBadgeText({}), await action.getTitle({})]).toEqual(['3', 'Three need you']);
    await showToolbar({ badge: '', title: 'All is well', colour: 'grey', shape: 'plain' });
    expect([await action.getBadgeText({}), await action.getTitle({})]).toEqual(['', 'All is well']);
  });
});
