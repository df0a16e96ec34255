import type { RecallBoard } from '@countersign/contracts';
import { useId } from 'react';
import { Button, Reasons } from '../../controls/index.ts';
import { clockText, counted, dayText, EntryLink, Glyph, When } from '../../marks/index.ts';
import '../../controls/panel.css';

function Happened({ board: { happened } }: { board: RecallBoard }) {
  return (
    <section className="panel-ground recall-happened" aria-label="What happened">
      <h3>What happened</h3>
      <ol>
        {happened.items.map(({ id, at, summary, number }) => (
          <li key={id}>
            <time dateTime={at} title={`${dayText(at)} ${clockText(at)}`}>
              {dayText(at).slice(5)} {clockText(at).slice(0, 8)}
            </time>
            <span>{summary.replace(/\.$/, '')}</span>
            <EntryLink number={number} id={id} />
          </li>
        ))}
      </ol>
      {happened.more && <p className="cap">More than these: the report has all of them.</p>}
    </section>
  );
}

/** The formal object of the page: what has to hold, what happened, and the end. */
export function ClosingPanel({ board, onClose }: { board: RecallBoard; onClose: () => void }) {
  const id = useId();
  const { conditions, closed, mayClose, state } = board;
  const met = conditions.filter((one) => one.met).length;
  const unmet = conditions.filter((one) => !one.met);
  return (
    <aside className="panel" aria-label="Closing this recall">
      <header>
        <h2>{closed ? 'Closed' : 'Closing this recall'}</h2>
        <p className="cap">
          {closed ? (
            <>
              by {closed.by.name}, <When at={closed.at} />, entry <EntryLink number={closed.number} />
            </>
          ) : (
            `${met} of ${conditions.length} conditions hold`
          )}
        </p>
      </header>
      <ul className="panel-needs">
        {conditions.map(({ key, met: holds, wants, stands }) => (
          <li key={key}>
            <Glyph name={holds ? 'tick' : 'slot'} />
            <span>
              {wants}
              <span className="cap block">{stands}</span>
            </span>
          </li>
        ))}
      </ul>
      {closed && closed.unmet.length > 0 && (
        <div className="recall-unmet">
          <Reasons id={`${id}-closed`} title="Closed although" sentences={closed.unmet} />
        </div>
      )}
      {closed?.reason && <p className="recall-reason">{closed.reason}</p>}
      <Happened board={board} />
      {!closed && (
        <div className="recall-end">
          <Button
            off={mayClose.length > 0}
            describedBy={mayClose.length + unmet.length > 0 ? id : undefined}
            onClick={onClose}
          >
            Close the recall
          </Button>
          <Reasons
            id={id}
            sentences={
              mayClose.length > 0
                ? mayClose.map(({ message }) => message)
                : unmet.length > 0
                  ? [
                      `Closing takes a reason: ${counted(unmet.length, 'condition')} ${unmet.length === 1 ? 'does' : 'do'} not hold.`,
                    ]
                  : []
            }
          />
          {state === 'lifted' && <p className="cap">Every mark of it is lifted.</p>}
        </div>
      )}
    </aside>
  );
}
