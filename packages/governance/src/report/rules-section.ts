import { Refusal } from '@countersign/contracts';
import { recordParts } from '../rule-set/rule-set.ts';
import { ruleSets } from '../rule-set/rule-sets.ts';
import { column, listed, type PlannedSection } from './report-plan.ts';

/** @throws Refusal NOT_FOUND for a rule set that is not mapped */
export function requireRuleSets(keys: readonly string[]): void {
  const unknown = keys.find((key) => !ruleSets.some((set) => set.key === key));
  if (unknown !== undefined)
    throw new Refusal('NOT_FOUND', `There is no rule set ${unknown}.`, { field: 'ruleSets' });
}

/**
 * Where this report holds records that bear on each rule of the sets; what it does not hold, though the portal may, is said
 * to be missing here, and a gap is shown as one.
 */
export function rulesSection(keys: readonly string[], sections: readonly PlannedSection[]): PlannedSection {
  const chosen = ruleSets.filter(({ key }) => keys.includes(key));
  const foundIn = (key: string) => {
    const section = sections.find((found) => found.key === key);
    return section && `${section.title} (${section.count.toLocaleString('en')})`;
  };
  return listed(
    {
      key: 'rules',
      title: 'Where to find what rules ask about',
      form: 'table',
      note: `Says where records are, not whether a rule is met. ${chosen
        .map(({ title, issued, mapped, note }) => `${title} (${issued}; mapped ${mapped}): ${note}`)
        .join(' ')}`,
      columns: [
        column('ruleSet', 'Rule set', 'code', 'data'),
        column('rule', 'Rule'),
        column('about', 'What it is about'),
        column('here', 'In this report'),
        column('notHere', 'Not in this report', 'text', 'beneath'),
        column('gap', 'Gap', 'text', 'beneath'),
      ],
    },
    chosen.flatMap(({ key, rules }) =>
      rules.map(({ ref, about, parts, gap }) => {
        const here = new Set(parts.flatMap((part) => foundIn(recordParts[part].section) ?? []));
        const missing = parts.filter((part) => !foundIn(recordParts[part].section));
        return {
          ruleSet: key,
          rule: ref,
          about,
          here: here.size > 0 ? [...here].join('; ') : 'nothing',
          notHere: missing.length > 0 ? missing.map((part) => recordParts[part].title).join('; ') : null,
          gap,
        };
      }),
    ),
  );
}
