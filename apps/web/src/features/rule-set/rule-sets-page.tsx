import type { RuleSetView } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { Await, type Column, PageTitle, Section, Table, TableLoading } from '../../controls/index.ts';
import { counted } from '../../marks/index.ts';
import { ruleSetsQuery } from './queries.ts';

type Rule = RuleSetView['rules'][number];

const records = ({ parts }: Rule) =>
  parts.length === 0 ? <span className="muted">none</span> : parts.map(({ title }) => title).join('; ');
const gap = (rule: Rule) => (rule.gap === null ? <span className="muted">none known</span> : rule.gap);

const columns: readonly Column<Rule>[] = [
  { head: 'Rule', cell: ({ ref }) => ref, width: 150 },
  { head: 'What it is about', cell: ({ about }) => about },
  { head: 'Records that bear on it', cell: records },
  { head: 'Gap', cell: gap, phone: true },
];

const gapsOf = (rules: readonly Rule[]) => counted(rules.filter((rule) => rule.gap !== null).length, 'gap');

/** Where an examiner finds what, by the rules they ask from. */
export function RuleSetsPage() {
  const query = useQuery(ruleSetsQuery);
  return (
    <div className="page">
      <title>Rule sets · Countersign</title>
      <PageTitle
        first
        title="Rule sets"
        beside="where records are that bear on a rule, and what is missing"
      />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <p className="lede pt-3">
        Whether a rule is met is for people to judge: this says where to look, and names the gaps.
      </p>
      <Await query={query} loading={<TableLoading columns={columns} rows={12} roomy />}>
        {(sets) =>
          sets.map(({ key, title, issuer, issued, note, source, mapped, rules }, index) => (
            <Section
              key={key}
              first={index === 0}
              title={title}
              count={`${issuer}, ${issued}; ${gapsOf(rules)}; mapped ${mapped}`}
            >
              <p className="pb-2">
                {note}{' '}
                <a href={source} rel="noreferrer">
                  Its text
                </a>
              </p>
              <Table
                label={title}
                rows={rules}
                keyOf={({ ref }) => ref}
                columns={columns}
                second={(rule) => (
                  <>
                    {rule.about} <span className="muted">Records:</span> {records(rule)}
                  </>
                )}
              />
            </Section>
          ))
        }
      </Await>
    </div>
  );
}
