import type { LiveEvent } from '@countersign/contracts';
import type { QueryKey } from '@tanstack/react-query';

const ofModels = [
  'version',
  'model',
  'sign-off',
  'request',
  'evidence',
  'experiment',
  'suggestion',
  'discussion',
  'finding',
  'deployment',
  'recall',
  'notice',
  'switching',
  'tier',
  'policy',
  'as-found',
  'prediction',
  'inbox',
  'home',
];
const ofPeople = [
  'person',
  'token',
  'access',
  'delegation',
  'service',
  'credential',
  'policy',
  'inbox',
  'home',
];

/** What may read differently after an entry about this noun. Whatever never changes is in no list: files, notebooks. */
const touched: Readonly<Record<LiveEvent['noun'], readonly string[]>> = {
  installation: ['home', 'ledger'],
  person: ofPeople,
  token: ofPeople,
  model: ofModels,
  version: ofModels,
  environment: ofModels,
  policy: ofModels,
  'as-found': ofModels,
  field: ofModels,
  prediction: ['prediction'],
  batch: ['prediction'],
  subject: ['prediction', 'erasure'],
  'legal-hold': ['erasure', 'retention'],
  retention: ['retention', 'prediction'],
  report: ['report', 'schedule'],
  schedule: ['schedule', 'report'],
  webhook: ['webhook'],
  sample: ['sample'],
  consumer: ['consumer', 'notice', 'recall', 'switching'],
  recall: ['recall', 'notice', 'version', 'home'],
  rescoring: ['rescoring', 'recall', 'notice', 'switching'],
};

/** Whether any entry at all can change the answer. */
export const isLive = (key: QueryKey): boolean =>
  key[0] === 'me' ||
  key[0] === 'entry' ||
  Object.values(touched).some((groups) => groups.includes(String(key[0])));

/** Whether the answer under this key may read differently after the event. */
export function concerns(key: QueryKey, { noun, model }: LiveEvent): boolean {
  const [group, kind] = key;
  if (group === 'me') return true;
  if (group === 'entry') return kind === 'list' && isSameModel(key, model);
  return touched[noun].includes(String(group)) && isSameModel(key, model);
}

/** A key names its model in an address or filter, or by itself after a model's or a tier's kind. */
function isSameModel(key: QueryKey, model: string | null): boolean {
  if (model === null) return true;
  const [group, kind, subject] = key;
  const named = group === 'model' || group === 'tier' || kind === 'board' ? subject : undefined;
  if (typeof named === 'string') return named === model;
  return !key.some(
    (part) =>
      typeof part === 'object' &&
      part !== null &&
      'model' in part &&
      typeof part.model === 'string' &&
      part.model !== model,
  );
}
