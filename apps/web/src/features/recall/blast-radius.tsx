import type { BlastRadius as Radius } from '@countersign/contracts';
import { type Column, Empty, Table } from '../../controls/index.ts';
import { boundedText, counted, countText, deploymentRoleWord, When, wordOf } from '../../marks/index.ts';

type Caller = Radius['callers'][number];
const shown = 6;

export const callerColumns: readonly Column<Caller>[] = [
  {
    head: 'Consumer',
    cell: ({ consumer, name, use }) => (
      <>
        <b>{name}</b>
        <span className="cap block">
          {name === consumer ? '' : `${consumer}, `}
          {use === 'declared' ? 'declared use' : 'seen in traffic alone'}
        </span>
      </>
    ),
  },
  {
    head: 'Predictions',
    cell: ({ predictions }) => countText(predictions),
    numeric: true,
    phone: true,
    width: 96,
  },
  {
    head: 'Last call',
    cell: ({ lastAt }) => (lastAt ? <When at={lastAt} /> : <span className="muted">never</span>),
    width: 190,
  },
];

/** Places in which nothing would answer instead. */
export const bareOf = ({ serving }: Radius, withBefore: boolean): Radius['serving'] =>
  serving.filter(({ answers, answersWithBefore }) => !(withBefore ? answersWithBefore : answers));

/** Callers that will get errors: those of an environment where nothing answers instead. */
function consequence(radius: Radius, withBefore: boolean): string {
  const { serving, callers } = radius;
  const bare = bareOf(radius, withBefore);
  if (serving.length === 0) return 'It serves nowhere here, so no caller is cut off.';
  if (bare.length === 0)
    return serving
      .map(({ environment, role, fallback }) =>
        role === 'champion'
          ? `In ${environment} ${fallback} answers instead.`
          : `In ${environment} it is a ${wordOf(deploymentRoleWord, role).toLowerCase()}, and the champion answers.`,
      )
      .join(' ');
  return `Nothing answers instead in ${bare.map(({ environment }) => environment).join(', ')}: ${counted(callers.length, 'caller')} will get errors.`;
}

/** What marking a version touches, shown before somebody does it. */
export function BlastRadius({ radius, withBefore = false }: { radius: Radius; withBefore?: boolean }) {
  const { predictions, references, callers, dependents, firstAt } = radius;
  const serving = dependents.filter(({ serves }) => serves);
  return (
    <section aria-label="Blast radius">
      <p className="pb-2">
        <b>{counted(callers.length, 'consumer')}</b>, <b>{boundedText(predictions)} predictions</b>
        {firstAt && (
          <>
            {' '}
            since <When at={firstAt} precision="day" />
          </>
        )}
        , serves in{' '}
        <b>
          {radius.serving.length === 0
            ? 'no environment'
            : radius.serving.map(({ environment }) => environment).join(', ')}
        </b>
        . <span className="soft">{consequence(radius, withBefore)}</span>
        {references.count > 0 &&
          ` Of ${boundedText(references)} predictions a reference alone was kept: they cannot be reproduced.`}
      </p>
      {dependents.length > 0 && (
        <p className="pb-2">
          {dependents.slice(0, shown).map(({ version, because }, index) => (
            <span key={`${version} ${because}`}>
              {index > 0 && ', '}
              <b>{version}</b> {because === 'fallback' ? 'falls back to it' : 'has the same artifact'}
            </span>
          ))}
          {dependents.length > shown && `, and ${dependents.length - shown} more`}
          {serving.length > 0 &&
            `; ${serving.length === 1 ? 'one of them serves' : `${serving.length} of them serve`} now`}
          .
        </p>
      )}
      <Table
        label="Callers"
        rows={callers.slice(0, shown)}
        keyOf={({ consumer }) => consumer}
        columns={callerColumns}
        second={({ lastAt }) => (lastAt ? <When at={lastAt} /> : 'never called')}
        empty={<Empty title="Nobody called it, and nobody declared to use it." />}
      />
      {callers.length > shown && (
        <p className="table-foot">
          {shown} of {countText(callers.length)} consumers shown
        </p>
      )}
    </section>
  );
}
