import type { VersionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { EntryLink, Glyph, When } from '../../marks/index.ts';
import './recall.css';

/** The only solid fill of the product: full width, above everything else of a blocked version. */
export function DoNotUseBar({ page }: { page: VersionPage }) {
  const { version, mark } = page;
  return (
    <section className="do-not-use" aria-label="Do not use">
      <Glyph name="blocked" size={40} />
      <div>
        <strong>
          Do not use {version.model.key} {version.label}
        </strong>
        {mark && (
          <p>
            {mark.reason}
            {mark.replacement && (
              <>
                {' '}
                Call{' '}
                <Link
                  to="/m/$model/v/$version"
                  params={{ model: version.model.key, version: mark.replacement.label }}
                >
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
          {mark.liftSignatures.length > 0 && (
            <>
              <br />
              lift signed by {mark.liftSignatures.map(({ person }) => person.name).join(', ')}
            </>
          )}
        </p>
      )}
    </section>
  );
}
