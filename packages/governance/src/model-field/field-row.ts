import type { FieldChoice, ModelField, ModelFieldType } from '@countersign/contracts';

export interface FieldStored {
  readonly id: string;
  readonly key: string;
  readonly label: string;
  readonly type: ModelFieldType;
  readonly required: boolean;
  readonly help: string;
  readonly choices: FieldChoice[];
  readonly revision: number;
  readonly archived_at: Date | null;
}

export const fieldColumns = (alias: string): string =>
  ['id', 'key', 'label', 'type', 'required', 'help', 'choices', 'revision', 'archived_at']
    .map((column) => `${alias}.${column}`)
    .join(', ');

export const toField = ({ archived_at: archivedAt, ...row }: FieldStored): ModelField => ({
  id: row.id,
  key: row.key,
  label: row.label,
  type: row.type,
  required: row.required,
  help: row.help,
  choices: row.choices,
  revision: row.revision,
  archivedAt: archivedAt?.toISOString() ?? null,
});
