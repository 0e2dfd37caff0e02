import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DemoOptions, readArguments, usage } from './arguments.ts';
import { showMainJob } from './main-job.ts';
import { tryOwn } from './try-own.ts';

/** What `npm start` runs: the main job on real parts, or Marquee on somebody's own set-up. */
async function main(options: DemoOptions): Promise<string> {
  const screenshots = fileURLToPath(new URL('../../artifacts/demo/', import.meta.url));
  mkdirSync(screenshots, { recursive: true });
  return options.torrents ? tryOwn(options, screenshots) : showMainJob(options, screenshots);
}

try {
  const options = readArguments(process.argv.slice(2));
  console.log(options === 'help' ? usage : await main(options));
  process.exit(0);
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n\n${usage}` : error);
  process.exit(1);
}
