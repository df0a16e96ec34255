import type { LedgerEvent } from '@countersign/contracts';
import { decimal, type EntryFacts, part, type Sentence, word } from './facts.ts';

/** A list of words. */
const words = (facts: EntryFacts, key: string): string | null => {
  const list = facts.data[key];
  return Array.isArray(list) && list.length > 0 ? list.map(String).join(', ') : null;
};

const recorded: Readonly<Record<string, string>> = {
  full: 'everything',
  sampled: 'a sample in full',
  reference: 'a reference only',
};

const importedKind: Readonly<Record<string, string>> = {
  openlineage: 'events of OpenLineage',
  dvc: 'a repository of DVC',
  evidently: 'a report of Evidently',
  'model-card': 'a model card',
  'mlflow-runs': 'runs of MLflow',
  'mlflow-model': 'a model directory of MLflow',
  'mlflow-project': 'a project of MLflow',
};

/** Of entries about models, environments and policies. */
export const modelSentences = {
  'environment.permit-terms-set': (f) =>
    `${f.actor} set how long permits of ${f.subject} are good: ${word(f, 'ttlSeconds')} seconds, and ${word(f, 'graceSeconds')} more of grace`,
  'environment.made': (f) =>
    `${f.actor} made the environment ${f.subject}${f.data.production === true ? ', for production' : ''}`,
  'policy.published': (f) =>
    `${f.actor} published policy ${f.subject}${part(' version ', word(f, 'number'))}${part(' for tier ', word(f, 'tier'))}`,
  'model.created': (f) => `${f.actor} created the model ${f.subject}${part(', tier ', word(f, 'tier'))}`,
  'field.defined': (f) => `${f.actor} defined the field ${f.subject} of models`,
  'field.changed': (f) => `${f.actor} changed the field ${f.subject} of models`,
  'field.archived': (f) => `${f.actor} archived the field ${f.subject} of models`,
  'field.restored': (f) => `${f.actor} took the field ${f.subject} of models into use again`,
  'model.fields-filled-in': (f) => `${f.actor} filled in ${words(f, 'fields') ?? 'fields'} of ${f.subject}`,
  'model.sensitive-marked': (f) =>
    `${f.actor} marked ${word(f, 'field')} of ${f.subject} as sensitive${part(': ', word(f, 'attribute'))}`,
  'model.sensitive-unmarked': (f) =>
    `${f.actor} ended the mark of ${word(f, 'field')} of ${f.subject} as sensitive`,
  'model.retired': (f) => `${f.actor} retired ${f.subject}`,
  'model.tier-proposed': (f) => `${f.actor} proposed the tier ${word(f, 'tier')} for ${f.subject}`,
  'model.tier-set': (f) =>
    `${f.actor} signed the tier of ${f.subject}: ${word(f, 'tier')}${f.data.from === f.data.tier ? '' : part(', before ', word(f, 'from'))}`,
  'model.tier-refused': (f) => `${f.actor} refused the tier ${word(f, 'tier')} for ${f.subject}`,
  'model.recording-set': (f) =>
    `${f.actor} set what is kept of predictions of ${f.subject}: ${recorded[word(f, 'recording') ?? ''] ?? 'in another way'}${f.data.cause === 'tier' ? ', because its tier is high' : ''}`,
  'model.subject-field-declared': (f) => {
    const unnamed = f.data.unnamed === 'accept' ? 'accepted' : 'refused';
    if (f.data.source === 'none') return `${f.actor} ended the declared subject field of ${f.subject}`;
    const where = f.data.source === 'input' ? `the input ${word(f, 'field')}` : 'the request';
    return `${f.actor} declared that ${where} names whom a prediction of ${f.subject} is about; rows that name nobody are ${unnamed}`;
  },
  'model.varying-declared': (f) => {
    const names = Array.isArray(f.data.names) ? f.data.names.map(String) : [];
    const said =
      names.length === 0
        ? 'nothing'
        : `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
    return `${f.actor} declared what a retraining of ${f.subject} may change: ${said}`;
  },
  'model.runs-logged': (f) =>
    `${f.actor} logged ${decimal(word(f, 'metrics'), 'value', 'values')} of ${decimal(word(f, 'runs'), 'run', 'runs')} of ${f.subject}`,
  'model.imported': (f) =>
    `${f.actor} imported ${importedKind[word(f, 'kind') ?? ''] ?? 'a file'} into ${f.subject}${part(', as version ', word(f, 'version') || null)}${part(', with the digest ', word(f, 'digest')?.slice(0, 12) ?? null)}`,
  'as-found.prepared': (f) =>
    `${f.actor} prepared an inventory of ${decimal(word(f, 'rows'), 'model', 'models')} to enter as found`,
  'as-found.signed': (f) => `${f.actor} signed an inventory of models as found, as ${word(f, 'role')}`,
  'as-found.imported': (f) => `${decimal(word(f, 'models'), 'model', 'models')} entered as found`,
  'as-found.withdrawn': (f) => `${f.actor} withdrew an inventory of models as found`,
} as const satisfies Partial<Record<LedgerEvent, Sentence>>;
