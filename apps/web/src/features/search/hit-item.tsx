import type { SearchHit } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { StageTag, When } from '../../marks/index.ts';
import { PathLink } from './path-link.tsx';
import { searchKindWord } from './words.ts';

const hasStage = ({ kind }: SearchHit) => kind === 'version' || kind === 'notes';

/** Something that was found: what it is, where it stands, and the place with the words. */
export function HitItem({ hit }: { hit: SearchHit }) {
  const { kind, title, model, version, stage, by, at, excerpt } = hit;
  return (
    <li className="hit">
      <h2>
        <PathLink className="quiet" path={hit.path}>
          {title}
        </PathLink>
        {hasStage(hit) && stage && <StageTag stage={stage} />}
      </h2>
      {excerpt.length > 0 && (
        <p className="hit-text">
          {excerpt.map(({ text, marked }, index) =>
            // The pieces of one text never move.
            // biome-ignore lint/suspicious/noArrayIndexKey: there is nothing else to tell them by
            marked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
          )}
        </p>
      )}
      <p className="hit-facts">
        <span>{searchKindWord[kind]}</span>
        {kind !== 'model' && (
          <Link to="/m/$model" params={{ model: model.key }}>
            {model.key}
          </Link>
        )}
        {version && kind !== 'version' && kind !== 'notes' && <span>version {version}</span>}
        {by && <span>{by.name}</span>}
        <When at={at} precision="day" />
      </p>
    </li>
  );
}
