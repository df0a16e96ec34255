import type { SchemaField, VersionPage } from '@countersign/contracts';
import type { VersionFacts } from './gather-facts.ts';
import { inline, quoted, table } from './markdown.ts';

const none = 'None recorded.';
const rowsOr = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? none : table(heads, rows);
const list = (lines: readonly string[]): string =>
  lines.length === 0 ? none : lines.map((line) => `- ${line}`).join('\n');
const code = (text: string): string => `\`${text.replaceAll('`', '')}\``;

/**
 * A model card in Markdown, in the parts that Mitchell et al. (2019, arXiv:1810.03993) name. Every fact is marked as checked
 * (Countersign computed it) or claimed (somebody said so); what nobody recorded is said to be missing.
 */
export function modelCard(facts: VersionFacts): string {
  const { page } = facts;
  const { version } = page;
  return `${[
    `# ${inline(version.model.name)} ${inline(version.label)}`,
    `Model card made by Countersign on ${facts.at} from ${facts.url}${
      facts.checkpoint ? `, ledger of ${facts.checkpoint.size} entries` : ''
    }. *Checked* means that Countersign computed it; *claimed* means that somebody said so.`,
    standing(page),
    '## Model details',
    details(facts),
    '## Intended use',
    uses(facts),
    '## Inputs, outputs and factors',
    schema(page),
    '## Metrics and evidence',
    metrics(facts),
    '## Data',
    data(page),
    '## Caveats',
    caveats(facts),
    '## Governance',
    governance(facts),
    '## Files',
    rowsOr(
      ['File', 'Kind', 'Bytes', 'SHA-256, checked'],
      facts.files.map(({ path, kind, size, digest }) => [code(path), kind, String(size), code(digest)]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function standing({ mark }: VersionPage): string {
  if (!mark || mark.liftedAt) return '';
  const word = mark.standing === 'blocked' ? 'Do not use' : 'Advisory';
  const instead = mark.replacement ? ` Use ${inline(mark.replacement.label)} instead.` : '';
  return `> **${word}** since ${mark.at}: ${inline(mark.reason)}${instead}`;
}

function details({ page, purpose }: VersionFacts): string {
  const { version, artifact, runtime } = page;
  const authors = page.authors.map(
    ({ person, email, parts }) => `${inline(person?.name ?? `${email} (claimed)`)} (${parts.join(', ')})`,
  );
  return table(
    ['Fact', 'Value', 'Basis'],
    [
      ['Purpose', inline(purpose), 'claimed'],
      ['Description', inline(page.description) || none, 'claimed'],
      ['Stage', version.stage, 'checked'],
      ['Standing', version.standing, 'checked'],
      ['Tier', page.tier, 'checked'],
      ['Owner', inline(page.owner?.name ?? 'nobody'), 'checked'],
      ['Registered by', `${inline(page.registrant.name)}, ${version.createdAt}`, 'checked'],
      ['Authors', authors.join('; ') || none, 'claimed'],
      ['Artifact', artifact ? `${code(artifact.path)} ${code(artifact.digest)}` : none, 'checked'],
      ['Runtime', runtime ? `${inline(runtime.name)} ${inline(runtime.version)}` : none, 'checked'],
      ['Guarantee of replay', page.guarantee, 'checked'],
      ...(page.sourceCommit
        ? [['Source', `${inline(page.sourceCommit.repository)} ${code(page.sourceCommit.commit)}`, 'claimed']]
        : []),
      ...(page.run
        ? [
            [
              'Run',
              `${inline(page.run.experiment)}: ${code(page.run.run)}`,
              page.run.found ? 'checked' : 'claimed',
            ],
          ]
        : []),
      ...page.parameters.map(({ name, value }) => [`Parameter ${code(name)}`, inline(value), 'claimed']),
    ],
  );
}

function uses({ page, purpose }: VersionFacts): string {
  const { goal } = page;
  if (!goal) return `${quoted(purpose) || none}\n\nNo use was asked for or approved yet.`;
  const word = goal.state === 'fixed' ? 'Approved uses' : 'Uses that approval is asked for';
  const thresholds = goal.thresholds.map(
    ({ metric, comparison, threshold }) => `${inline(metric)} ${comparison} ${threshold}`,
  );
  return [
    `${word}, until ${goal.until}:`,
    list(goal.uses.map(inline)),
    ...(thresholds.length > 0
      ? ['Original goal:', list(thresholds.map((line) => line.replace(/^([<>])/, '\\$1')))]
      : []),
    'Any other use is outside of what was approved.',
  ].join('\n\n');
}

const range = ({ minimum, maximum, allowed }: SchemaField): string =>
  allowed
    ? allowed.map(inline).join(', ')
    : minimum === null && maximum === null
      ? ''
      : `${minimum ?? ''} … ${maximum ?? ''}`;

function schema({ inputs, outputs, decision }: VersionPage): string {
  const sensitive = inputs.filter((field) => field.sensitive).map(({ name }) => code(name));
  return [
    rowsOr(
      ['Input', 'Type', 'Unit', 'Allowed', 'Sensitive'],
      inputs.map((field) => [
        code(field.name),
        field.dtype,
        inline(field.unit ?? ''),
        range(field),
        field.sensitive ? (field.mark ? inline(field.mark.attribute) : 'yes') : '',
      ]),
    ),
    rowsOr(
      ['Output', 'Type', 'Unit', 'Meaning'],
      outputs.map(({ name, dtype, unit, description }) => [
        code(name),
        dtype,
        inline(unit ?? ''),
        inline(description ?? ''),
      ]),
    ),
    decision
      ? `Decision: ${code(decision.output)} ${code(decision.op)} ${decision.value} gives ${inline(decision.then)}, otherwise ${inline(decision.else)}.`
      : 'No decision is applied to the outputs.',
    sensitive.length > 0
      ? `Sensitive attributes among the inputs: ${sensitive.join(', ')}.`
      : 'No input is marked as a sensitive attribute.',
  ].join('\n\n');
}

const metrics = ({ page, evidence }: VersionFacts): string =>
  [
    rowsOr(
      ['Metric', 'Value', 'Split', 'Rows', 'Basis'],
      page.metrics.map(({ name, value, split, rows, basis }) => [
        inline(name),
        String(value),
        inline(split),
        rows === null ? '' : String(rows),
        basis,
      ]),
    ),
    rowsOr(
      ['Evidence', 'Result', 'Seen', 'Against', 'Basis', 'At'],
      evidence
        .filter(({ current }) => current)
        .map((row) => [
          `${row.kind}: ${inline(row.name)}`,
          row.result,
          inline(row.value),
          inline(row.against),
          row.basis,
          row.at,
        ]),
    ),
  ].join('\n\n');

const data = ({ datasets }: VersionPage): string =>
  rowsOr(
    ['Data', 'Kind', 'Reference', 'Digest', 'Rows', 'Basis'],
    datasets.map(({ name, kind, uri, query, digest, rows }) => [
      inline(name),
      inline(kind),
      inline(uri ?? query ?? ''),
      digest ? code(digest) : '',
      rows === null ? '' : String(rows),
      'claimed',
    ]),
  );

function caveats({ page, findings, notes }: VersionFacts): string {
  const until = page.approvedUntil ? [`Approved until ${page.approvedUntil}.`] : [];
  return list([
    ...(page.version.overdue ? ['The approval is overdue.'] : until),
    ...(page.version.asFound ? ['Entered as found: it was in production before it was governed.'] : []),
    ...(page.deprecation
      ? [`Deprecated (${page.deprecation.reason}): ${inline(page.deprecation.comment)}`]
      : []),
    ...findings.map(
      ({ name, severity, title, dueAt }) =>
        `Open finding ${name}, ${severity}, due ${dueAt}: ${inline(title)}`,
    ),
    ...notes.errata.map(({ text, at }) => `Erratum of ${at}: ${inline(text)}`),
  ]);
}

const governance = ({ signOffs, page }: VersionFacts): string =>
  [
    `Policy: ${page.policy.id}, number ${page.policy.number}.`,
    rowsOr(
      ['Gate', 'Decision', 'Who', 'Meaning', 'When', 'State', 'Assurance', 'Signature', 'Entry'],
      signOffs.map((row) => [
        row.environment ? `${row.gate}, ${row.environment}` : row.gate,
        row.decision,
        `${inline(row.person.name)}, ${row.role}`,
        inline(row.meaning),
        row.at,
        row.state,
        row.assurance,
        row.signatureValid ? 'valid, checked' : 'not valid',
        row.number === null ? '' : String(row.number),
      ]),
    ),
  ].join('\n\n');
