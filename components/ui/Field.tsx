import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './Field.module.css';

interface About {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with it, in a sentence. */
  readonly problem?: ReactNode;
}

type Input = Omit<ComponentProps<'input'>, 'className' | 'style' | 'id'>;

/** A labelled line of text. */
export function Field({ label, hint, problem, ...input }: About & Input) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className={styles.control}
        aria-describedby={described || undefined}
        aria-invalid={problem ? true : undefined}
      />
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}

/** A secret: never completed, corrected, remembered or shown by the browser. */
export function SecretField(props: About & Omit<Input, 'type' | 'autoComplete'>) {
  return <Field {...props} type="password" autoComplete="off" spellCheck={false} autoCapitalize="none" />;
}

/** A labelled choice from a list. */
export function Choice({
  label,
  children,
  ...select
}: Pick<About, 'label'> & Omit<ComponentProps<'select'>, 'className' | 'style' | 'id'>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select {...select} id={id} className={styles.control}>
        {children}
      </select>
    </div>
  );
}

type Option = Pick<About, 'label' | 'hint'> & Omit<Input, 'type'>;

/** One of a group of radio buttons, with a line that says what it means. */
export const RadioChoice = (props: Option) => <Marked {...props} type="radio" />;

/** Something that is on or off. */
export const CheckChoice = (props: Option) => <Marked {...props} type="checkbox" />;

function Marked({ label, hint, ...input }: Option & { readonly type: 'radio' | 'checkbox' }) {
  const id = useId();
  return (
    <div className={styles.marked}>
      <input {...input} id={id} aria-describedby={hint ? `${id}-hint` : undefined} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
