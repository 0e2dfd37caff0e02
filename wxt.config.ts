import { resolve } from 'node:path';
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

/** What the popup needs and other pages too. News of the browser bring zod, which the popup does without. */
const sharedByPages =
  /\/components\/(?:ui\/|popup\/)?[^/]+$|\/lib\/browser\/(?!notifications)|\/react-dom\/|wxt-html-plugins/;

/** An id that no extension can have, being the hash of a key: a list without any makes Chromium warn at installing. */
const nobody = 'a'.repeat(32);

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
    'vite:build:extendConfig': (entrypoints, config) => {
      const types = entrypoints.map(({ type }) => type as string);
      // the content script only connects, and the script in our pages' heads only reads, which needs no polyfill: 2.6 kB each
      if (types.every((type) => type === 'content-script' || type === 'unlisted-script')) {
        const find = ['wxt/browser', '@wxt-dev/webextension-polyfill/browser'];
        const alias = find.map((name) => ({ find: name, replacement: '@wxt-dev/browser' }));
        config.resolve = { ...config.resolve, alias };
      }
      // each file costs a round trip to the browser: the popup waits for one script besides its own, not for three
      if (types.includes('popup')) {
        const groups = [{ name: 'pages', test: sharedByPages, minShareCount: 2 }]; // with all that these need
        const { rolldownOptions } = config.build ?? {};
        const output = { ...[rolldownOptions?.output].flat()[0], codeSplitting: { groups } };
        config.build = {
          ...config.build,
          modulePreload: { polyfill: false }, // both browsers know it
          rolldownOptions: { ...rolldownOptions, output },
        };
      }
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
              // what goes to the person's own servers and to plex.tv counts as well: sign-ins, names and paths of
              // downloads, and e-mail addresses of those who are invited
              data_collection_permissions: {
                required: ['authenticationInfo', 'websiteContent', 'personallyIdentifyingInfo'],
              },
            },
          },
        }
      : { minimum_chrome_version: '140', externally_connectable: { ids: [nobody] } }),
  }),
  vite: () => ({ build: { target: ['chrome140', 'firefox140'] } }),
  // what a reviewer builds from, named one by one: nothing that happens to lie about gets in
  zip: {
    includeSources: ['{components,docs,entrypoints,lib,tests}/**', '*.{json,md,ts}', 'LICENSE'],
    excludeSources: ['docs/**/*.png'],
  },
});
