import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { Icon, type IconName } from './Icon.tsx';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

interface Look {
  readonly look?: ButtonLook;
  readonly icon?: IconName;
  readonly small?: boolean;
}

const classOf = (look: ButtonLook, small: boolean): string =>
  [styles.button, styles[look], small ? styles.small : ''].filter(Boolean).join(' ');

/** A button. While `busy` it stays focusable, says so, and does nothing when pressed. */
export function Button({
  look = 'plain',
  icon,
  small = false,
  busy = false,
  children,
  onClick,
  type = 'button',
  ...rest
}: Look & { readonly busy?: boolean } & Omit<ComponentProps<'button'>, 'className' | 'style'>) {
  const shown = busy ? 'spinner' : icon;
  return (
    <button
      {...rest}
      type={busy ? 'button' : type}
      className={classOf(look, small)}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {shown && <Icon name={shown} />}
      <span>{children}</span>
    </button>
  );
}

/** A link that looks like a button. With `newTab` it opens there and tells the other page nothing of us. */
export function LinkButton({
  look = 'plain',
  icon,
  small = false,
  newTab = false,
  children,
  ...rest
}: Look & { readonly newTab?: boolean } & Omit<
    ComponentProps<'a'>,
    'className' | 'style' | 'target' | 'rel'
  >) {
  const elsewhere = newTab ? { target: '_blank', rel: 'noopener noreferrer' } : {};
  return (
    <a {...rest} {...elsewhere} className={classOf(look, small)}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}
