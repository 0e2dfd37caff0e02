import { resolve } from 'node:path';
import { runGallery } from './run.ts';

/**
 * `node tests/gallery/main.ts [part of a scene's name] [de fr es]`: pictures of every state of our pages, in
 * `artifacts/gallery`; with languages, in those.
 */
const [only = '', ...names] = process.argv.slice(2);
const languages = (['de', 'fr', 'es'] as const).filter((one) => names.includes(one));
const outDir = resolve('artifacts/gallery');
const { shots, violations, overflows } = await runGallery({
  outDir,
  only,
  ...(languages.length > 0 && { languages }),
});
for (const line of [...violations, ...overflows]) console.log(line);
console.log(
  `${shots.length} pictures in ${outDir}: ${violations.length} violations, ${overflows.length} overflows`,
);
process.exitCode = violations.length + overflows.length > 0 ? 1 : 0;
