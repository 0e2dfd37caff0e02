import type { Ref } from 'react';
import styles from './PageIntro.module.css';

/** What a page or a section of it is for. The heading can be given the focus when it comes in another's place. */
export function PageIntro({
  heading,
  text,
  headingRef,
}: {
  readonly heading: string;
  readonly text: string;
  readonly headingRef?: Ref<HTMLHeadingElement>;
}) {
  return (
    <div className={styles.intro}>
      <h2 ref={headingRef} {...(headingRef && { tabIndex: -1 })}>
        {heading}
      </h2>
      <p>{text}</p>
    </div>
  );
}
