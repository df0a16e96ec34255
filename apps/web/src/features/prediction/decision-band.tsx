import type { PredictionPage } from '@countersign/contracts';
import { figureText, When } from '../../marks/index.ts';
import { decisionScale } from './scale.ts';

type Decision = NonNullable<PredictionPage['decision']>;
type NumericDecision = Decision & { value: number; threshold: number };

const isNumeric = (decision: Decision): decision is NumericDecision =>
  typeof decision.value === 'number' && typeof decision.threshold === 'number';

const valueText = (value: string | number): string => (typeof value === 'number' ? figureText(value) : value);

/** The value on its scale, the threshold in force, and the side on which the rule's answer begins. */
function DecisionScale({ decision }: { decision: NumericDecision }) {
  const { value, threshold, op, then, output } = decision;
  const scale = decisionScale(value, threshold);
  const upward = op.startsWith('>');
  const cut = scale.at(threshold);
  const words = `${output} ${figureText(value)} on a scale from ${figureText(scale.low)} to ${figureText(scale.high)}; ${then} ${upward ? 'from' : 'up to'} ${threshold}`;
  return (
    <div className="decision-scale" role="img" aria-label={words}>
      <span className="scale-value" style={{ left: `${scale.at(value)}%` }}>
        {figureText(value)}
      </span>
      <span className="scale-axis" />
      <span
        className="scale-zone"
        style={upward ? { left: `${cut}%`, right: 0 } : { left: 0, width: `${cut}%` }}
      />
      <span className="scale-threshold" style={{ left: `${cut}%` }} />
      <span className="scale-low">{figureText(scale.low)}</span>
      <span className="scale-rule" style={{ left: `${Math.min(78, Math.max(8, cut))}%` }}>
        <b>{threshold}</b> {then} {upward ? 'from here' : 'up to here'}
      </span>
      <span className="scale-high">{figureText(scale.high)}</span>
      <span className="scale-name">{output}</span>
    </div>
  );
}

function Outcome({ page }: { page: PredictionPage }) {
  if (page.outcome) {
    return (
      <>
        <b>{page.outcome.value}</b>, observed <When at={page.outcome.observedAt} />, {page.outcome.basis}
      </>
    );
  }
  if (page.waitsUntil) {
    return (
      <>
        waits until <When at={page.waitsUntil} />
      </>
    );
  }
  return <span className="muted">none arrived</span>;
}

/** What somebody came for stands first: the decision, the value against its threshold, the rule and the truth. */
export function DecisionBand({ page }: { page: PredictionPage }) {
  const { decision, outputs } = page;
  const first = outputs[0];
  const word = decision?.result ?? first?.recordedText ?? 'No output';
  return (
    <section className="decision" aria-label="Decision">
      <p className="decision-word">{word.charAt(0).toUpperCase() + word.slice(1)}</p>
      {decision && isNumeric(decision) ? (
        <DecisionScale decision={decision} />
      ) : (
        <p className="soft mono">{first?.output}</p>
      )}
      <dl>
        <div>
          <dt>Rule in force</dt>
          <dd className="mono">
            {decision
              ? `${decision.output} ${decision.op} ${decision.threshold} then ${decision.then}, else ${decision.else}`
              : 'none declared'}
          </dd>
        </div>
        {decision && (
          <div>
            <dt>Value computed</dt>
            <dd>{valueText(decision.value)}</dd>
          </div>
        )}
        <div>
          <dt>Outcome</dt>
          <dd>
            <Outcome page={page} />
          </dd>
        </div>
      </dl>
    </section>
  );
}
