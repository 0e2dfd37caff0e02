import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateChromeMessages, parseMessagesFile } from '@wxt-dev/i18n/build';
import { build, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the gallery's page, or that of another folder: the real components, with messages from the real file in place
 * of the browser's.
 */
export async function buildGallery(outDir: string, root = here('./page/')): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    plugins: [messages()],
    resolve: {
      alias: { '#i18n': here('./page/i18n.ts'), '@wxt-dev/browser': here('./page/browser.ts') },
    },
    // said outright, since inside of a test run NODE_ENV is `test` and React's two builds do not mix
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { outDir, emptyOutDir: true, modulePreload: false, minify: false },
  });
}

function messages(): Plugin {
  return {
    name: 'gallery-messages',
    resolveId: (id) => (id === 'virtual:messages' ? `\0${id}` : undefined),
    load: async (id) => {
      if (id !== '\0virtual:messages') return undefined;
      const all = globSync('*.yml', { cwd: here('../../lib/locales/') }).map(async (file) => {
        const parsed = await parseMessagesFile(here(`../../lib/locales/${file}`));
        return [file.slice(0, -'.yml'.length), generateChromeMessages(parsed)] as const;
      });
      return `export default ${JSON.stringify(Object.fromEntries(await Promise.all(all)))}`;
    },
  };
}
