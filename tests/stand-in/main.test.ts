import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { mediaFolder } from './support/media-folder.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

it('starts alone, makes the folders that are missing, and says where it is', async () => {
  await using media = await mediaFolder('movies/Some Film (2019).mkv');
  const child = spawn(process.execPath, [main, '--media', media.path, '--token', 'a-token'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const part of child.stdout) {
    output += String(part);
    if (output.includes('Ctrl+C')) break;
  }
  const url = /Plex: +(http:\S+)/.exec(output)?.[1];
  const answer = await fetch(`${url}/library/sections/1/all`, {
    headers: { Accept: 'application/json', 'X-Plex-Token': 'a-token' },
  });
  expect(await answer.text()).toContain('"title":"Some Film"');
  expect((await readdir(media.path)).sort()).toEqual(['movies', 'music', 'tv']);
  expect(output).toMatch(/plex\.tv: +http:/);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});
