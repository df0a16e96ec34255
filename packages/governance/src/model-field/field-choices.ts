import { type FieldChoice, type ModelFieldType, Refusal } from '@countersign/contracts';

/**
 * What a list may become: every key once, no two choices in use of one label, and nothing that was there is left out,
 * because it may be recorded somewhere. Other types have none.
 * @throws Refusal BAD_INPUT
 */
export function checkChoices(
  type: ModelFieldType,
  choices: readonly FieldChoice[],
  before: readonly FieldChoice[] = [],
): void {
  const refuse = (message: string, detail: object = {}) => {
    throw new Refusal('BAD_INPUT', message, { field: 'choices', ...detail });
  };
  if (type !== 'choice' && type !== 'choices') {
    if (choices.length > 0) refuse('Only lists have choices.');
    return;
  }
  if (!choices.some(({ archived }) => !archived)) refuse('A list has at least one choice in use.');
  const keys = new Set(choices.map(({ key }) => key));
  if (keys.size < choices.length) refuse('Two choices have one key.');
  const inUse = choices.filter(({ archived }) => !archived);
  if (new Set(inUse.map(({ label }) => label.toLowerCase())).size < inUse.length)
    refuse('Two choices have one label.');
  const lost = before.find(({ key }) => !keys.has(key));
  if (lost)
    refuse(`${lost.label} may be recorded somewhere: archive the choice instead of leaving it out.`, {
      choice: lost.key,
    });
}
