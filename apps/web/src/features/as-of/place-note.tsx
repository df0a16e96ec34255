import type { AsOfPlace } from '@countersign/contracts';
import { counted, EntryLink, When } from '../../marks/index.ts';

/** Which entry the answer stands on, and whose time does not fit. */
export function PlaceNote({ place: { asOf, number, at, later } }: { place: AsOfPlace }) {
  if (number === null || at === null)
    return (
      <p className="lede">
        The ledger began after <When at={asOf} precision="second" />.
      </p>
    );
  return (
    <>
      <p className="lede">
        From the entries alone: the state after entry <EntryLink number={number} /> of{' '}
        <When at={at} precision="second" />, the last one up to that moment. Names are those of today.
      </p>
      {later.length > 0 && (
        <p className="lede">
          {counted(later.length, 'entry says', 'entries say')} a later time and came before it in the ledger:{' '}
          {later.map((one, index) => (
            <span key={one}>
              {index > 0 && ', '}
              <EntryLink number={one} />
            </span>
          ))}
          . The clock had run ahead; the order of the ledger is the number.
        </p>
      )}
    </>
  );
}
