import type { ReplayResult } from '@countersign/contracts';
import {
  BitStrip,
  countText,
  EntryLink,
  HexAgainst,
  minuteText,
  secondText,
  VerdictHeading,
} from '../../marks/index.ts';

type Cell = ReplayResult['cells'][number];

function verdictText(replay: ReplayResult): string {
  const decision =
    replay.decisionSame === null ? '' : `, decision ${replay.decisionSame ? 'unchanged' : 'changed'}`;
  switch (replay.verdict) {
    case 'identical':
      return `${countText(replay.bits)} of ${countText(replay.bits)} bits${decision}`;
    case 'not-replayable':
      return `because ${replay.because ?? 'its files are not here'}`;
    default: {
      const first = replay.firstDifference ? `first in ${replay.firstDifference.output}, ` : '';
      const ulp = replay.maxUlp === null ? '' : `, at most ${replay.maxUlp} ulp`;
      return `${first}${countText(replay.differingBits)} of ${countText(replay.bits)} bits${ulp}${decision}`;
    }
  }
}

function BitsHead({ cells }: { cells: readonly Cell[] }) {
  const isFloat32 = cells.some(({ dtype }) => /float(32)?$/.test(dtype));
  return isFloat32 ? (
    <span className="bits-head">
      <span>sign</span>
      <span>exponent</span>
      <span>fraction</span>
    </span>
  ) : (
    'Bits'
  );
}

/** `probabilities.bad` is read as `bad` under its tensor's name. */
const shortName = (output: string): string => output.split('.').at(-1) ?? output;

/** Nine significant digits tell any two 32-bit floats apart; the many more of their double are noise. */
function numberText(text: string, dtype: string): string {
  const value = Number(text);
  return /^float(32)?$/.test(dtype) && text.trim() !== '' && Number.isFinite(value)
    ? value.toPrecision(9)
    : text;
}

function CellRows({ cell }: { cell: Cell }) {
  const { recordedHex, replayedHex, dtype } = cell;
  return (
    <>
      <tr>
        <th scope="rowgroup" rowSpan={2} className="bits-output">
          <span className="mono" title={cell.output}>
            {shortName(cell.output)}
          </span>
          <span className="cap block">{dtype}</span>
        </th>
        <td className="soft">Recorded</td>
        <td className="only-wide">{recordedHex && <HexAgainst hex={recordedHex} />}</td>
        <td className="only-wide">{recordedHex && <BitStrip hex={recordedHex} dtype={dtype} />}</td>
        <td className="num mono">{numberText(cell.recordedText, dtype)}</td>
      </tr>
      <tr>
        <td className="soft">Replayed</td>
        <td className="only-wide">
          {replayedHex && <HexAgainst hex={replayedHex} against={recordedHex ?? undefined} />}
        </td>
        <td className="only-wide">
          {replayedHex && <BitStrip hex={replayedHex} against={recordedHex ?? undefined} dtype={dtype} />}
        </td>
        <td className={`num mono${cell.differs ? ' text-fail' : ''}`}>
          {numberText(cell.replayedText, dtype)}
        </td>
      </tr>
      {recordedHex && replayedHex && (
        <tr className="only-phone">
          <td colSpan={3}>
            <BitStrip hex={recordedHex} dtype={dtype} />
            <BitStrip hex={replayedHex} against={recordedHex} dtype={dtype} />
          </td>
        </tr>
      )}
    </>
  );
}

/** One replay: the verdict, then every output recorded and replayed, bit under bit. */
export function ReplayView({ replay }: { replay: ReplayResult }) {
  const { runtime, cells } = replay;
  return (
    <article className="replay" aria-label={`Replay of ${minuteText(replay.at)}`}>
      <header>
        <VerdictHeading verdict={replay.verdict} />
        <span className="soft">{verdictText(replay)}</span>
      </header>
      {cells.length > 0 && (
        <table className="table bits-table" aria-label="Outputs, recorded and replayed">
          <thead>
            <tr>
              <th scope="col">Output</th>
              <th scope="col">
                <span className="sr">Which</span>
              </th>
              <th scope="col" className="only-wide">
                Bits, hex
              </th>
              <th scope="col" className="only-wide">
                <BitsHead cells={cells} />
              </th>
              <th scope="col" className="num">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {cells.map((cell) => (
              <CellRows key={cell.output} cell={cell} />
            ))}
          </tbody>
        </table>
      )}
      <p className="table-foot">
        {runtime && (
          <span>
            {runtime.name} {runtime.version}, {runtime.provider}, {runtime.threads}{' '}
            {runtime.threads === 1 ? 'thread' : 'threads'}
          </span>
        )}
        <span>
          {secondText(replay.at)}, {countText(Math.round(replay.durationMs))} ms
        </span>
        {replay.by && <span>{replay.by.name}</span>}
        <span>
          entry <EntryLink number={replay.number} />
        </span>
      </p>
    </article>
  );
}
