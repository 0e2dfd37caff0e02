/** Characters of a name that are read; hardly a file system keeps longer ones. */
const longest = 255;
/** The parser takes cubic time for runs of East Asian characters: 256 cost 33 ms, 1,024 two seconds. */
const mostWeight = 400;
const eastern = 0x2e80;
const easternWeight = 3;

/**
 * As much of an untrusted name as is safe to parse: at most 255 characters, and at most 133 when all are Chinese,
 * Japanese or Korean. File systems that count bytes allow 85 of these.
 */
export function capName(text: string): string {
  let weight = 0;
  for (let at = 0; at < Math.min(text.length, longest); at++) {
    weight += text.charCodeAt(at) >= eastern ? easternWeight : 1;
    if (weight > mostWeight) return text.slice(0, at);
  }
  return text.slice(0, longest);
}
