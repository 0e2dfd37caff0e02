import type { ComponentProps } from 'react';
import { i18n } from '#i18n';
import { Field } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { isSentInTheOpen } from './address.ts';

type Given = Omit<ComponentProps<typeof Field>, 'onChange' | 'value'>;

interface Props extends Given {
  readonly value: string;
  readonly onChange: (address: string) => void;
}

/** Where something is, typed or pasted: nothing that a keyboard or browser should correct. */
export function AddressField({ onChange, ...field }: Props) {
  return (
    <Field
      {...field}
      dir="ltr"
      inputMode="url"
      autoCapitalize="none"
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Said as soon as an address is one to which everything goes as anybody on the way can read it. */
export function OpenAddressWarning({ address }: { readonly address: string }) {
  if (!isSentInTheOpen(address)) return null;
  return (
    <Notice tone="bad" announce>
      <p>{i18n.t('options.httpWarning')}</p>
    </Notice>
  );
}
