/** A line of the diary: what happened, in fields that are known to be harmless. Never a URL, token or name of a file. */
export type Log = (
  event: string,
  fields?: Readonly<Record<string, string | number | boolean | null>>,
) => void;
