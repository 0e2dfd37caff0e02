import { useEffect, useState } from 'react';
import { messageOf } from '../message.ts';
import { Sentence } from './Sentence.tsx';
import styles from './TimeLeft.module.css';

/** Minutes and seconds, counted down; not read out, since it changes all the time. */
export function TimeLeft({ untilMs }: { readonly untilMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span role="timer" aria-live="off">
      <Sentence
        text={messageOf('account.left')}
        slots={{ time: <bdi className={styles.time}>{time}</bdi> }}
      />
    </span>
  );
}
