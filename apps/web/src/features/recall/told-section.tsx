import type { RecallBoard } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { Button, Definitions, Section } from '../../controls/index.ts';
import {
  conditionText,
  counted,
  countText,
  OverdueTag,
  StandingTag,
  severityWord,
  When,
} from '../../marks/index.ts';

function affectedText({ affectedInputs, affectedCount }: RecallBoard): string | null {
  if (!affectedInputs) return null;
  const conditions = affectedInputs.map(conditionText).join(' and ');
  if (!affectedCount) return conditions;
  const { done, looked, matching, unreadable } = affectedCount;
  const kept = unreadable > 0 ? `; of ${countText(unreadable)} no inputs are kept` : '';
  return `${conditions}: ${countText(matching)} of ${countText(looked)} predictions${kept}${done ? '' : ', counting goes on'}`;
}

/** What consumers are told beside the reason, and how each version of the recall stands. */
export function ToldSection({ board, onTell }: { board: RecallBoard; onTell: () => void }) {
  const { row, versions, affected, fallback, overdue, mayComplete, complete } = board;
  const inputs = affectedText(board);
  const missing = (
    <span key="missing" className="muted">
      not told yet
    </span>
  );
  return (
    <Section
      first
      title="What is told"
      count={complete ? undefined : 'not complete yet'}
      right={
        mayComplete.length === 0 && (
          <Button small kind={complete ? 'plain' : 'main'} onClick={onTell}>
            {complete ? 'Correct it' : 'Tell the rest'}
          </Button>
        )
      }
    >
      <Definitions
        items={[
          ['Severity', severityWord[row.severity]],
          [
            'Versions',
            <ul key="versions">
              {versions.map(({ label, standing, endedAt, replacedBy, liftSignatures, recallId }) => (
                <li key={recallId} className="flex flex-wrap items-baseline gap-x-2">
                  <Link
                    className="quiet"
                    to="/m/$model/v/$version"
                    params={{ model: row.model.key, version: label }}
                  >
                    <b>{label}</b>
                  </Link>
                  <StandingTag standing={standing} />
                  <span className="cap">
                    {endedAt && (
                      <>
                        {replacedBy ? 'marked anew ' : 'lifted '}
                        <When at={endedAt} />{' '}
                      </>
                    )}
                    {replacedBy && (
                      <Link to="/recalls/$recall" params={{ recall: replacedBy }}>
                        the recall in force
                      </Link>
                    )}
                    {!endedAt &&
                      liftSignatures.length > 0 &&
                      `lift signed by ${liftSignatures.map(({ person }) => person.name).join(', ')}`}
                  </span>
                </li>
              ))}
            </ul>,
          ],
          [
            'Affected inputs',
            affected || inputs ? (
              <span key="affected">
                {affected}
                {inputs && <span className={affected ? 'cap block' : undefined}>{inputs}</span>}
              </span>
            ) : (
              missing
            ),
          ],
          [
            'Fixed version',
            row.replacement ? (
              <Link
                key="fixed"
                className="quiet"
                to="/m/$model/v/$version"
                params={{ model: row.model.key, version: row.replacement }}
              >
                <b>{row.replacement}</b>
              </Link>
            ) : fallback ? (
              `None yet. ${fallback}`
            ) : (
              missing
            ),
          ],
          [
            'Deadline',
            row.deadline ? (
              <span key="deadline">
                <When at={row.deadline} relative /> {overdue && <OverdueTag />}
              </span>
            ) : (
              missing
            ),
          ],
        ]}
      />
      {versions.length > 1 && (
        <p className="table-foot">{counted(versions.length - 1, 'earlier version')} recalled with it</p>
      )}
    </Section>
  );
}
