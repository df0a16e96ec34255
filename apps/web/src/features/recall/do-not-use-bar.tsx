import type { VersionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EntryLink, Glyph, When } from '../../marks/index.ts';
import './recall.css';

interface BarProps {
  readonly model: string;
  readonly label: string;
  readonly mark: Pick<
    NonNullable<VersionPage['mark']>,
    'reason' | 'replacement' | 'at' | 'by' | 'number'
  > | null;
  /** More lines beneath who and when. */
  readonly more?: ReactNode;
}

/** The only solid fill of the product: full width, above everything else of what is blocked. */
export function BlockedBar({ model, label, mark, more }: BarProps) {
  return (
    <section className="do-not-use" aria-label="Do not use">
      <Glyph name="blocked" size={40} />
      <div>
        <strong>
          Do not use {model} {label}
        </strong>
        {mark && (
          <p>
            {mark.reason}
            {mark.replacement && (
              <>
                {' '}
                Call{' '}
                <Link to="/m/$model/v/$version" params={{ model, version: mark.replacement.label }}>
                  {mark.replacement.label}
                </Link>{' '}
                instead.
              </>
            )}
          </p>
        )}
      </div>
      {mark && (
        <p className="do-not-use-who">
          Blocked <When at={mark.at} />
          <br />
          by {mark.by.name}, entry <EntryLink number={mark.number} />
          {more}
        </p>
      )}
    </section>
  );
}

export function DoNotUseBar({ page, insider = true }: { page: VersionPage; insider?: boolean }) {
  const { version, mark } = page;
  return (
    <BlockedBar
      model={version.model.key}
      label={version.label}
      mark={mark}
      more={
        <>
          {mark && mark.liftSignatures.length > 0 && (
            <>
              <br />
              lift signed by {mark.liftSignatures.map(({ person }) => person.name).join(', ')}
            </>
          )}
          {mark && insider && (
            <>
              <br />
              <Link to="/recalls/$recall" params={{ recall: mark.id }}>
                Follow the recall
              </Link>
            </>
          )}
        </>
      }
    />
  );
}
