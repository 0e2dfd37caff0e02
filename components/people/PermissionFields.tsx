import { i18n } from '#i18n';
import type { SharePermissions } from '../../lib/domain/person.ts';
import { readFilter, type ShareFilter, writeFilter } from '../../lib/domain/share-filter.ts';
import form from '../options/form.module.css';
import { Disclosure } from '../ui/Disclosure.tsx';
import { CheckChoice, Choice, Field } from '../ui/Field.tsx';
import styles from './People.module.css';

interface Props {
  readonly value: SharePermissions;
  readonly onChange: (change: Partial<SharePermissions>) => void;
  /** Those that plex.tv can change. */
  readonly offered: readonly (keyof SharePermissions)[];
}

const flags = ['allowSync', 'allowCameraUpload', 'allowChannels', 'allowSubtitleAdmin'] as const;
const filters = ['filterMovies', 'filterTelevision', 'filterMusic'] as const;
/** In the order of plex.tv's numbers. */
export const tuners = ['none', 'watch', 'record'] as const;
const parts = ['contentRating', 'label', 'notContentRating', 'notLabel'] as const;

/** What somebody may do, and what they see within the libraries. */
export function PermissionFields({ value, onChange, offered }: Props) {
  const isFiltered = filters.some((name) => value[name] !== '');
  return (
    <>
      <fieldset className={styles.fields}>
        <legend>{i18n.t('people.permission.heading')}</legend>
        {flags
          .filter((name) => offered.includes(name))
          .map((name) => (
            <CheckChoice
              key={name}
              label={i18n.t(`people.permission.${name}`)}
              checked={value[name]}
              onChange={({ target }) => onChange({ [name]: target.checked })}
            />
          ))}
        {offered.includes('allowTuners') && (
          <Choice
            label={i18n.t('people.permission.allowTuners')}
            value={value.allowTuners}
            onChange={({ target }) => onChange({ allowTuners: Number(target.value) })}
          >
            {tuners.map((one, number) => (
              <option key={one} value={number}>
                {i18n.t(`people.permission.tuners.${one}`)}
              </option>
            ))}
          </Choice>
        )}
      </fieldset>
      <Disclosure
        label={isFiltered ? i18n.t('people.permission.filtered') : i18n.t('people.permission.filters')}
      >
        <div className={form.form}>
          <p className={styles.note}>{i18n.t('people.permission.filterHint')}</p>
          {filters
            .filter((name) => offered.includes(name))
            .map((name) => (
              <FilterFields
                key={name}
                name={name}
                text={value[name]}
                onChange={(text) => onChange({ [name]: text })}
              />
            ))}
        </div>
      </Disclosure>
    </>
  );
}

/** Ratings and labels of one kind of library, as lists with commas. Uncontrolled: a comma may be half typed. */
function FilterFields({
  name,
  text,
  onChange,
}: {
  readonly name: (typeof filters)[number];
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const filter = readFilter(text);
  const shown = name === 'filterMusic' ? parts.filter((part) => part.endsWith('abel')) : parts;
  const change = (part: keyof ShareFilter, typed: string): void =>
    onChange(writeFilter({ ...filter, [part]: typed.split(',').map((value) => value.trim()) }));
  return (
    <fieldset className={styles.fields}>
      <legend>{i18n.t(`people.permission.${name}`)}</legend>
      <div className={form.pair}>
        {shown.map((part) => (
          <Field
            key={part}
            label={i18n.t(`people.permission.${part}`)}
            name={`${name}.${part}`}
            defaultValue={filter[part].join(', ')}
            autoComplete="off"
            onChange={({ target }) => change(part, target.value)}
          />
        ))}
      </div>
    </fieldset>
  );
}
