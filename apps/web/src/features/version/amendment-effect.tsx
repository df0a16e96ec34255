import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Await, Reasons } from '../../controls/index.ts';
import { gateWord, stageWord } from '../../marks/index.ts';
import { signOffsQuery } from '../sign-off/index.ts';
import { type Losses, lossesOf } from './amendment-losses.ts';

function effects({ endorsed, asked, open }: Losses, { version }: VersionPage): string[] {
  return [
    ...(version.stage === 'reviewed'
      ? [`The version becomes ${stageWord.registered.toLowerCase()} again and has to be reviewed anew.`]
      : []),
    ...open.map(
      (gate) => `The request for the ${gateWord[gate].toLowerCase()} gate closes and is asked anew.`,
    ),
    ...asked.map(
      (name) => `${name} asked for changes; the new revision answers that, and is theirs to look at.`,
    ),
    ...(endorsed.length === 0 && asked.length === 0 ? ['Nobody has signed it, so no sign-off is lost.'] : []),
    'You become an author of this version and can sign it at no gate.',
  ];
}

/** What amending the substance takes away, and from whom, said before it is done. */
export function AmendmentEffect({
  address,
  page,
  whyId,
}: {
  address: VersionAddress;
  page: VersionPage;
  whyId: string;
}) {
  const query = useQuery(signOffsQuery(address));
  return (
    <Await query={query} loading={<div className="min-h-[120px]" aria-busy="true" />}>
      {(rows) => {
        const losses = lossesOf(rows, page);
        return (
          <div className="border-t border-ink">
            {losses.endorsed.length > 0 && (
              <div role="note" className="void-note">
                <strong>
                  {losses.endorsed.length === 1
                    ? 'One endorsement becomes void for ever'
                    : `${losses.endorsed.length} endorsements become void for ever`}
                </strong>
                <ul>
                  {losses.endorsed.map(({ id, name, place }) => (
                    <li key={id}>
                      {name}, {place}
                    </li>
                  ))}
                </ul>
              </div>
            )}
            <div className="pt-2">
              <Reasons id={whyId} sentences={effects(losses, page)} />
            </div>
          </div>
        );
      }}
    </Await>
  );
}
