import { useEffect, useRef } from 'react';
import type { CheckStep } from '../../lib/messages/contract.ts';
import { type MessageKey, messageOf } from '../message.ts';
import type { OptionsSection } from '../options-page.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { CheckSteps } from './CheckSteps.tsx';
import styles from './Connected.module.css';

/** What was just connected, how its test went, and where to go on. Takes the focus that the form it replaces had. */
export function Connected({
  sentence,
  server,
  steps,
  next,
}: {
  readonly sentence: MessageKey;
  readonly server: string;
  readonly steps: readonly CheckStep[];
  readonly next: { readonly section: OptionsSection; readonly label: string };
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className={styles.connected}>
      <Notice
        tone="good"
        announce
        actions={
          <LinkButton look="primary" href={`#${next.section}`}>
            {next.label}
          </LinkButton>
        }
      >
        <p className={styles.sentence}>
          <Sentence text={messageOf(sentence)} slots={{ server: <Name text={server} /> }} />
        </p>
        <CheckSteps
          test={{ steps, running: false, failure: null }}
          address=""
          running=""
          onRemedy={nothing}
        />
      </Notice>
    </div>
  );
}

const nothing = (): void => undefined; // every step has passed: there is nothing to remedy
