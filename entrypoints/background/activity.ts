import { browser } from 'wxt/browser';
import type { ActivityDeps } from '../../lib/background/answer-activity.ts';
import type { Journal } from '../../lib/background/journal.ts';
import { blockedBy } from '../../lib/browser/local-network.ts';
import { knock } from '../../lib/http/knock.ts';
import type { PageConnection } from '../../lib/ports/page-connection.ts';

/** Looking back and looking into things, joined to this browser. */
export function createActivity(
  journal: Journal,
  fetch: typeof globalThis.fetch,
  labelOf: (kind: string) => string,
  pages: () => readonly PageConnection[],
  changed: () => void,
): ActivityDeps {
  return {
    journal,
    doctor: { labelOf, knock: (url) => knock(url, fetch), blocked: blockedBy },
    about: async () => {
      const { origins = [], permissions = [] } = await browser.permissions.getAll();
      const { version } = browser.runtime.getManifest();
      return { version, browser: browserName(), grants: { origins, permissions } };
    },
    isPageOpen: (address) => pages().some(({ url }) => url.startsWith(address)),
    changed,
    now: Date.now,
  };
}

const browserName = (): string =>
  /(?:Firefox|Edg|OPR|Chrome)\/\d+/.exec(navigator.userAgent)?.[0].replace('/', ' ') ?? 'unknown';
