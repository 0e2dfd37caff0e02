import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import config from '../../wxt.config.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export interface GalleryServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the built gallery on a free port of this machine, under the content security policy of our own pages. */
export async function serveGallery(folder: string): Promise<GalleryServer> {
  const policy = await extensionPagesPolicy();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    const path = normalize(pathname === '/' ? '/index.html' : pathname);
    try {
      const content = await readFile(join(folder, path));
      response.writeHead(200, {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        // our script in a torrent page is under no policy of ours
        ...(searchParams.get('scene')?.startsWith('page-') ? {} : { 'content-security-policy': policy }),
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gallery has no port.');
  return {
    address: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The policy that the built extension carries, so that the gallery breaks where the extension would. */
async function extensionPagesPolicy(): Promise<string> {
  const { manifest } = config;
  const made =
    typeof manifest === 'function' ? await manifest({ browser: 'chrome' } as never) : await manifest;
  const policy = made?.content_security_policy;
  if (typeof policy === 'object' && policy?.extension_pages) return policy.extension_pages;
  throw new Error('wxt.config.ts sets no content security policy for our pages.');
}
