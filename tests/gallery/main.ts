import { resolve } from 'node:path';
import { runGallery } from './run.ts';

/** `node tests/gallery/main.ts [part of a scene's name]`: pictures of every state of our pages, in `artifacts/gallery`. */
const outDir = resolve('artifacts/gallery');
const { shots, violations, overflows } = await runGallery({ outDir, only: process.argv[2] ?? '' });
for (const line of [...violations, ...overflows]) console.log(line);
console.log(
  `${shots.length} pictures in ${outDir}: ${violations.length} violations, ${overflows.length} overflows`,
);
process.exitCode = violations.length + overflows.length > 0 ? 1 : 0;
