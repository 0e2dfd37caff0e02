import { Fragment, type ReactNode } from 'react';

/** A message whose `{slots}` are filled with elements, so that a name in a sentence stays its own `<bdi>`. */
export function Sentence({
  text,
  slots,
}: {
  readonly text: string;
  readonly slots: Readonly<Record<string, ReactNode>>;
}) {
  const pieces = text.split(/\{(\w+)\}/);
  return pieces.map((piece, at) => <Fragment key={at}>{at % 2 === 0 ? piece : slots[piece]}</Fragment>);
}
