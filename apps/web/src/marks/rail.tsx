import { Glyph } from './glyph.tsx';
import type { RailGate, RailStop } from './rail-model.ts';
import { StageTag } from './tag.tsx';
import { When } from './time.tsx';
import { dayMinuteText, secondText } from './time-text.ts';
import { gateWord, stageWord } from './word.ts';

function Ticks({ gate }: { gate: RailGate }) {
  const places = Math.max(gate.needed, gate.signed);
  return (
    <span className="ticks" aria-hidden="true">
      {Array.from({ length: places }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places have no identity but their position
        <Glyph key={index} name={index < gate.signed ? 'tick' : 'slot'} size={14} />
      ))}
    </span>
  );
}

const gateNote: Partial<Record<RailGate['state'], string>> = { void: 'void', rejected: 'rejected' };

function GateWords({ gate }: { gate: RailGate }) {
  return (
    <span className="rail-gate-words">
      <span className={gate.state === 'open' || gate.signed > 0 ? 'name' : undefined}>
        {gateWord[gate.gate]}
      </span>{' '}
      {gateNote[gate.state] ?? `${gate.signed} of ${gate.needed}`}
    </span>
  );
}

function Stop({ stop }: { stop: RailStop }) {
  return (
    <li className={`rail-stop line-${stop.line}`} aria-current={stop.current ? 'step' : undefined}>
      <span className={`rail-dot dot-${stop.dot}`} aria-hidden="true" />
      {stop.line !== 'none' && <span className="rail-line first" aria-hidden="true" />}
      {stop.gate && <Ticks gate={stop.gate} />}
      {stop.line !== 'none' && stop.gate && <span className="rail-line second" aria-hidden="true" />}
      <span className="rail-label">
        {stop.current ? (
          <StageTag stage={stop.stage} />
        ) : (
          <span className={stop.dot === 'reached' ? 'name' : 'later'}>{stageWord[stop.stage]}</span>
        )}
        {stop.at ? (
          <time className="cap" dateTime={stop.at} title={secondText(stop.at)}>
            {dayMinuteText(stop.at)}
          </time>
        ) : (
          stop.dot === 'half' && <span className="cap">gate open</span>
        )}
        {stop.dot === 'blocked' && <span className="sr">, do not use</span>}
      </span>
      {stop.gate && <GateWords gate={stop.gate} />}
    </li>
  );
}

/** The signature element: five stops, the gates on the lines between them, ticks for sign-offs, slots for what is owed. */
export function Rail({ stops }: { stops: readonly RailStop[] }) {
  const current = stops.find((stop) => stop.current);
  const gate = current?.gate;
  return (
    <div className="rail-box">
      <ol className="rail" aria-label="Lifecycle of this version">
        {stops.map((stop) => (
          <Stop key={stop.stage} stop={stop} />
        ))}
      </ol>
      {current && (
        <div className="rail-now only-phone">
          <StageTag stage={current.stage} />
          {current.at && (
            <span>
              since <When at={current.at} precision="day" />
            </span>
          )}
          {gate && (
            <span className="rail-now-gate">
              <Ticks gate={gate} />
              <span>
                <b>{gateWord[gate.gate]}</b> {gate.signed} of {gate.needed}
              </span>
            </span>
          )}
        </div>
      )}
    </div>
  );
}
