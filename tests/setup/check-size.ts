import { sizes } from './sizes.ts';

/** Part of every build: prints the sizes and fails when one is over its limit. */
for (const { name, value, unit, limit } of sizes()) {
  const over = value > limit;
  if (over) process.exitCode = 1;
  console.log(`${name}: ${value.toFixed(1)} ${unit} (limit ${limit})${over ? '  TOO LARGE' : ''}`);
}
