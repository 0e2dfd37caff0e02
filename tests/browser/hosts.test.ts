import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import {
  followHosts,
  followHostsEverywhere,
  letClientBeTried,
} from '../../entrypoints/background/follow-hosts.ts';
import { setOwnOrigin } from '../../lib/browser/own-origin-rule.ts';
import { registerPageScript, runPageScriptNow } from '../../lib/browser/page-script.ts';
import { hasHost, removeHost, requestHost } from '../../lib/browser/permissions.ts';
import type { ClientSettings, Settings } from '../../lib/domain/settings.ts';
import { standardSettings } from '../fakes/background.ts';

vi.hoisted(() => vi.stubEnv('FIREFOX', '')); // the test environment makes a text of what is `false` in the build

const { declarativeNetRequest, permissions, scripting, tabs } = fakeBrowser;
const [qb] = standardSettings.clients as [ClientSettings];

interface Script {
  readonly id: string;
  readonly matches: readonly string[];
}
interface Rule {
  readonly id: number;
  readonly condition: { readonly urlFilter?: unknown; readonly tabIds?: unknown };
  readonly action: unknown;
}

/** What a browser keeps of all this, with the errors that it throws. */
const kept = {
  origins: new Set<string>(),
  scripts: new Map<string, Script>(),
  rules: new Map<number, Rule>(),
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  kept.origins.clear();
  kept.scripts.clear();
  kept.rules.clear();
  const fake = <T extends object>(
    target: T,
    methods: { readonly [Name in keyof T]?: (value: never) => unknown },
  ) => {
    for (const [name, method] of Object.entries(methods)) {
      vi.spyOn(target, name as never).mockImplementation((async (value: never) => {
        await turn();
        return (method as (given: never) => unknown)(value);
      }) as never);
    }
  };
  fake(permissions, {
    contains: ({ origins }: { origins: string[] }) => origins.every((one) => kept.origins.has(one)),
    request: ({ origins }: { origins: string[] }) => {
      for (const origin of origins) kept.origins.add(origin);
      return true;
    },
    remove: ({ origins }: { origins: string[] }) =>
      origins.map((one) => kept.origins.delete(one)).every(Boolean),
  });
  fake(scripting, {
    getRegisteredContentScripts: () => [...kept.scripts.values()],
    registerContentScripts: (scripts: readonly Script[]) => {
      for (const script of scripts) {
        if (kept.scripts.has(script.id)) throw new Error(`Duplicate script ID '${script.id}'`);
        kept.scripts.set(script.id, script);
      }
    },
    updateContentScripts: (scripts: readonly Script[]) => {
      for (const script of scripts) {
        if (!kept.scripts.has(script.id)) throw new Error(`Nonexistent script ID '${script.id}'`);
        kept.scripts.set(script.id, script);
      }
    },
    unregisterContentScripts: ({ ids }: { ids: readonly string[] }) => {
      for (const id of ids) if (!kept.scripts.delete(id)) throw new Error(`Nonexistent script ID '${id}'`);
    },
    executeScript: () => [],
  });
  fake(declarativeNetRequest, {
    getSessionRules: () => [...kept.rules.values()],
    updateSessionRules: ({ removeRuleIds, addRules }: { removeRuleIds: number[]; addRules: Rule[] }) => {
      for (const id of removeRuleIds) kept.rules.delete(id);
      for (const rule of addRules) {
        if (kept.rules.has(rule.id)) throw new Error(`Rule with id ${rule.id} does not have a unique ID.`);
        kept.rules.set(rule.id, rule);
      }
    },
  });
});

const matches = () => [...kept.scripts.values()].flatMap((script) => script.matches);
const ruleOrigins = () => [...kept.rules.values()].flatMap((rule) => rule.condition.urlFilter);
const settingsFor = (...clients: readonly Partial<ClientSettings>[]): Settings => ({
  ...standardSettings,
  clients: clients.map((change, at) => ({ ...qb, id: `c${at}`, ...change })),
});

describe('access to a host', () => {
  it('is asked for, known and given back for exactly that host', async () => {
    expect(await hasHost('http://nas:8080/')).toBe(false);
    expect(await requestHost('http://nas:8080/')).toBe(true);
    expect([...kept.origins]).toEqual(['http://nas:8080/*']);
    expect(await hasHost('http://nas:8080/qbt/')).toBe(true);
    expect(await hasHost('http://nas:9090/')).toBe(false);
    await removeHost('http://nas:8080/');
    expect(kept.origins.size).toBe(0);
  });

  it.each(['', 'nas', 'javascript:alert(1)', 'file:///etc/passwd', 'chrome://settings', 'ftp://nas/'])(
    'is never asked for what is no web address: %j',
    async (address) => {
      expect(await requestHost(address)).toBe(false);
      expect(await hasHost(address)).toBe(false);
      await removeHost(address);
      expect(permissions.request).not.toHaveBeenCalled();
      expect(permissions.contains).not.toHaveBeenCalled();
      expect(permissions.remove).not.toHaveBeenCalled();
    },
  );
});

describe('the script in torrent pages', () => {
  it('runs where it is told, once for each host, and nowhere when there is none', async () => {
    await registerPageScript([]);
    expect(kept.scripts.size).toBe(0);
    await registerPageScript(['http://nas:8080/', 'http://nas:8080/two/', 'http://other:1/']);
    expect(matches()).toEqual(['http://nas:8080/*', 'http://other:1/*']);
    await registerPageScript(['http://other:1/']);
    expect(matches()).toEqual(['http://other:1/*']);
    await registerPageScript([]);
    expect(kept.scripts.size).toBe(0);
  });

  it('runs in pages that are open already, whatever becomes of one of them', async () => {
    vi.spyOn(tabs, 'query').mockResolvedValue([{ id: 1 }, {}, { id: 3 }] as never);
    const run = vi.spyOn(scripting, 'executeScript').mockRejectedValueOnce(new Error('No tab with id: 1'));
    await runPageScriptNow('http://nas:8080/');
    expect(tabs.query).toHaveBeenCalledWith({ url: 'http://nas:8080/*' });
    expect(run.mock.calls.map(([{ target }]) => target.tabId)).toEqual([1, 3]);
  });
});

describe('the rule for our own POSTs', () => {
  it('gives those to these places the origin of their page, and touches no others', async () => {
    await setOwnOrigin(['http://nas:8080/', 'http://nas:8080/qbt/', 'https://home.test/qbt/']);
    expect(ruleOrigins()).toEqual(['|http://nas:8080/', '|https://home.test/']);
    for (const [at, rule] of [...kept.rules.values()].entries()) {
      expect(rule.condition, 'no page of any tab').toMatchObject({ tabIds: [-1], requestMethods: ['post'] });
      expect(rule.action).toEqual({
        type: 'modifyHeaders',
        requestHeaders: [
          { header: 'origin', operation: 'set', value: ['http://nas:8080', 'https://home.test'][at] },
        ],
      });
    }
    await setOwnOrigin([]);
    expect(kept.rules.size).toBe(0);
  });
});

describe('following the hosts', () => {
  it('has scripts for all allowed clients, and rules for those without a key', async () => {
    kept.origins.add('http://nas:8080/*').add('http://other:1/*');
    await followHosts(
      settingsFor(
        { address: 'http://nas:8080/', access: 'password' },
        { address: 'http://other:1/', access: 'api-key' },
        { address: 'http://denied:1/', access: 'password' },
      ),
    );
    expect(matches()).toEqual(['http://nas:8080/*', 'http://other:1/*']);
    expect(ruleOrigins()).toEqual(['|http://nas:8080/']);
    await followHosts(settingsFor());
    expect(kept.scripts.size + kept.rules.size).toBe(0);
  });

  it('ends at the newest set when called many times at once, and none of the calls fails', async () => {
    const addresses = ['http://a:1/', 'http://b:1/', 'http://c:1/'];
    for (const address of addresses) kept.origins.add(`${address}*`);
    const calls = addresses.map((_, at) =>
      followHosts(
        settingsFor(
          ...addresses.slice(0, at + 1).map((address) => ({ address, access: 'password' as const })),
        ),
      ),
    );
    await Promise.all(calls);
    expect(matches()).toEqual(addresses.map((address) => `${address}*`));
    expect(ruleOrigins()).toEqual(['|http://a:1/', '|http://b:1/', '|http://c:1/']);
  });

  it('registers nothing twice when the start and a permission come together', async () => {
    kept.origins.add('http://a:1/*');
    const settings = settingsFor({ address: 'http://a:1/', access: 'password' });
    await Promise.all([followHosts(settings), followHosts(settings), followHosts(settings)]);
    expect(matches()).toEqual(['http://a:1/*']);
    expect(ruleOrigins()).toEqual(['|http://a:1/']);
  });

  it('goes on after a call that failed', async () => {
    kept.origins.add('http://a:1/*');
    vi.spyOn(scripting, 'registerContentScripts').mockRejectedValueOnce(new Error('no'));
    await expect(followHosts(settingsFor({ address: 'http://a:1/' }))).rejects.toThrow('no');
    await followHosts(settingsFor({ address: 'http://a:1/' }));
    expect(matches()).toEqual(['http://a:1/*']);
  });

  it('lets a client be tried where nothing is kept yet, until it has been', async () => {
    kept.origins.add('http://a:1/*').add('http://b:1/*');
    const settings = settingsFor({ address: 'http://a:1/', access: 'password' });
    await followHosts(settings);
    const end = await letClientBeTried('http://b:1/');
    expect(ruleOrigins()).toEqual(['|http://a:1/', '|http://b:1/']);
    await end();
    expect(ruleOrigins()).toEqual(['|http://a:1/']);
  });

  it('does not end a trial because the permission for it has just come', async () => {
    kept.origins.add('http://a:1/*');
    const granted = followHosts(settingsFor());
    const end = await letClientBeTried('http://a:1/');
    await Promise.all([granted, followHosts(settingsFor())]);
    expect(ruleOrigins()).toEqual(['|http://a:1/']);
    await followHosts(settingsFor({ address: 'http://a:1/', access: 'password' }));
    await end();
    expect(ruleOrigins(), 'it was kept').toEqual(['|http://a:1/']);
  });

  it('keeps a rule for as long as one of two trials of the same host runs', async () => {
    await followHosts(settingsFor());
    const [first, second] = await Promise.all([
      letClientBeTried('http://a:1/'),
      letClientBeTried('http://a:1/'),
    ]);
    await first();
    expect(ruleOrigins()).toEqual(['|http://a:1/']);
    await second();
    expect(ruleOrigins()).toEqual([]);
  });

  it('runs the script after an update in open pages of every client that is allowed and not hidden', async () => {
    kept.origins.add('http://a:1/*').add('http://b:1/*');
    const query = vi.spyOn(tabs, 'query').mockResolvedValue([{ id: 7 }] as never);
    await followHostsEverywhere(
      settingsFor(
        { address: 'http://a:1/' },
        { address: 'http://b:1/', hidesBadges: true },
        { address: 'http://denied:1/' },
      ),
    );
    expect(query.mock.calls).toEqual([[{ url: 'http://a:1/*' }]]);
    expect(scripting.executeScript).toHaveBeenCalledTimes(1);
    expect(matches()).toEqual(['http://a:1/*']);
  });

  it('runs the script at once in open pages of a client that was added', async () => {
    kept.origins.add('http://a:1/*');
    const query = vi.spyOn(tabs, 'query').mockResolvedValue([] as never);
    await followHosts(settingsFor({ address: 'http://a:1/' }), 'http://a:1/');
    expect(query).toHaveBeenCalledTimes(1);
    await followHosts(settingsFor({ address: 'http://denied:1/' }), 'http://denied:1/');
    expect(query).toHaveBeenCalledTimes(1);
  });
});
