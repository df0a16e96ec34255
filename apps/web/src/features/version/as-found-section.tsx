import type { AsFoundNote } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { Definitions, Section } from '../../controls/index.ts';
import { Basis, When } from '../../marks/index.ts';

/** What was claimed of a version that was in production before, and who signed that it entered so. */
export function AsFoundSection({ note, reviewBy }: { note: AsFoundNote; reviewBy: string | null }) {
  const { claimed } = note;
  return (
    <Section
      title="As found"
      count={
        <>
          in production before it came here; no gate was walked for that, every fact is{' '}
          <Basis basis="claimed" />
        </>
      }
      right={
        <Link to="/import" search={{ batch: note.batchId }}>
          Inventory, line {note.line}
        </Link>
      }
    >
      <Definitions
        items={[
          ['Serves', `in ${claimed.environment}, since ${claimed.since}`],
          claimed.runsOn ? ['Runs on', claimed.runsOn] : null,
          claimed.authors.length > 0 ? ['Authors', claimed.authors.join(', ')] : null,
          [
            'Approved',
            claimed.approvedBy
              ? `by ${claimed.approvedBy}${claimed.approvedOn ? ` on ${claimed.approvedOn}` : ''}`
              : 'nothing claimed',
          ],
          claimed.notes
            ? [
                'Notes',
                <span key="notes" className="whitespace-pre-wrap">
                  {claimed.notes}
                </span>,
              ]
            : null,
          [
            'Entered',
            <span key="entered">
              <When at={note.importedAt} precision="minute" />, signed by{' '}
              {note.signers.map(({ person, role }) => `${person.name} as ${role}`).join(' and ')}
            </span>,
          ],
          reviewBy ? ['To be reviewed by', <When key="by" at={reviewBy} precision="day" relative />] : null,
        ]}
      />
    </Section>
  );
}
