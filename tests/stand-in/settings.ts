import type { JsonObject } from './json.ts';

interface SettingFields {
  readonly id: string;
  readonly label: string;
  readonly type: 'text' | 'bool' | 'int' | 'double';
  readonly value: string | number | boolean;
  readonly group: string;
}

const setting = ({ id, label, type, value, group }: SettingFields): JsonObject => ({
  id,
  label,
  summary: '',
  type,
  default: type === 'text' ? '' : value,
  value,
  hidden: false,
  advanced: false,
  group,
});

/** The settings of the server that explain how its libraries change. `value` follows `type`. */
export const settings = (name: string): JsonObject[] => [
  setting({ id: 'FriendlyName', label: 'Friendly name', type: 'text', value: name, group: 'general' }),
  setting({
    id: 'ScannerLowPriority',
    label: 'Run scanner tasks at a lower priority',
    type: 'bool',
    value: false,
    group: 'library',
  }),
  setting({
    id: 'FSEventLibraryUpdatesEnabled',
    label: 'Scan my library automatically',
    type: 'bool',
    value: false,
    group: 'library',
  }),
  setting({
    id: 'ScheduledLibraryUpdatesEnabled',
    label: 'Scan my library periodically',
    type: 'bool',
    value: false,
    group: 'library',
  }),
  setting({
    id: 'ScheduledLibraryUpdateInterval',
    label: 'Library scan interval',
    type: 'int',
    value: 3600,
    group: 'library',
  }),
  setting({
    id: 'autoEmptyTrash',
    label: 'Empty trash automatically after every scan',
    type: 'bool',
    value: true,
    group: 'library',
  }),
  setting({ id: 'LoudnessLevel', label: 'Loudness', type: 'double', value: -18.5, group: 'library' }),
];
