import { resolve } from 'node:path';
import { minify } from 'terser';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';

/** `'unsafe-eval'`-free, no `upgrade-insecure-requests` (Firefox's MV3 default has it and then no http server
 * on the LAN can be reached), Trusted Types on so that no string can ever become markup. */
const extensionPagesPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' http: https:", // 'self': the messages of a language that is not the browser's
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** No code of ours or of a package depends on what these assume (getters without effects, `arguments`, `new` of arrows). */
const compress = { passes: 3, unsafe_arrows: true, pure_getters: true, keep_fargs: false };

/** After Vite's own minifier: 4 % less of a worker that is read anew every time it wakes. */
const squeeze: Plugin = {
  name: 'squeeze',
  apply: 'build',
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const module = /^(?:import|export)\b/m.test(chunk.code);
      const { code } = await minify(chunk.code, { ecma: 2020, module, compress });
      if (code) chunk.code = code;
    }
  },
};

export default defineConfig({
  srcDir: '.',
  imports: false,
  targetBrowsers: ['chrome', 'firefox'],
  modules: [
    '@wxt-dev/module-react',
    '@wxt-dev/auto-icons',
    '@wxt-dev/i18n/module',
    '@wxt-dev/webextension-polyfill',
  ],
  i18n: { localesDir: 'lib/locales' },
  hooks: {
    // after the module has set it: its own knows only the browser's language
    'config:resolved': ({ config }) => {
      config.alias['#i18n'] = resolve(config.root, 'lib/browser/i18n.ts');
    },
    // the content script only connects, which needs no polyfill: 2.6 kB of every torrent page
    'vite:build:extendConfig': (entrypoints, config) => {
      if (!entrypoints.every(({ type }) => type === 'content-script')) return;
      const find = ['wxt/browser', '@wxt-dev/webextension-polyfill/browser'];
      const alias = find.map((name) => ({ find: name, replacement: '@wxt-dev/browser' }));
      config.resolve = { ...config.resolve, alias };
    },
  },
  autoIcons: { baseIconPath: 'components/brand/icon.svg', developmentIndicator: false },
  manifest: ({ browser }) => ({
    name: '__MSG_extName__',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    permissions: [
      'storage', // settings, downloads on their way
      'alarms', // the only clock that survives the worker
      'scripting', // the badge script, registered per allowed torrent page
      'activeTab', // which torrent page the popup was opened over; adds no warning
      'declarativeNetRequestWithHostAccess', // drops our Origin from the torrent client's sign-in POST
    ],
    // No host is required: each one is asked for at the click that adds it.
    optional_permissions: ['notifications'], // asked for at the click that wants them
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    content_security_policy: { extension_pages: extensionPagesPolicy },
    incognito: 'not_allowed',
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'marquee@marquee.invalid',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['authenticationInfo', 'websiteContent'] },
            },
          },
        }
      : { minimum_chrome_version: '140', externally_connectable: { ids: [] } }),
  }),
  vite: () => ({ build: { target: ['chrome140', 'firefox140'] }, plugins: [squeeze] }),
  zip: { excludeSources: ['artifacts/**'] },
});
