import type { VersionPage } from '@countersign/contracts';
import { Section } from '../../controls/index.ts';
import { deprecationWord, StandingTag, When } from '../../marks/index.ts';

function MarkNote({ mark }: { mark: NonNullable<VersionPage['mark']> }) {
  return (
    <Section first title="Standing" count={<StandingTag standing={mark.standing} />}>
      <p className="border-t border-ink pt-2">{mark.reason}</p>
      <p className="cap pt-1">
        {mark.by.name}, <When at={mark.at} relative />, severity {mark.severity}
        {mark.replacement && `, use ${mark.replacement.label} instead`}
      </p>
      {mark.liftSignatures.map(({ person, at }) => (
        <p key={person.id} className="cap">
          {person.name} signed the lift on <When at={at} />; a second person is missing
        </p>
      ))}
    </Section>
  );
}

/** What somebody must know before anything else: an advisory, the end of the version, errata. */
export function StandingNotes({ page }: { page: VersionPage }) {
  const { mark, deprecation, errata } = page;
  return (
    <>
      {mark?.standing === 'advisory' && mark.liftedAt === null && <MarkNote mark={mark} />}
      {deprecation && (
        <Section first title="Deprecated" count={deprecationWord[deprecation.reason]}>
          <p className="border-t border-ink pt-2">{deprecation.comment}</p>
          <p className="cap pt-1">
            {deprecation.by.name}, <When at={deprecation.at} relative />
            {deprecation.successor && `, followed by ${deprecation.successor}`}
            {deprecation.sunsetAt && (
              <>
                , sunset <When at={deprecation.sunsetAt} precision="day" />
              </>
            )}
          </p>
        </Section>
      )}
      {errata.length > 0 && (
        <Section first title="Errata" count={errata.length}>
          <ul className="border-t border-ink">
            {errata.map(({ id, text, by, at }) => (
              <li key={id} className="border-b border-line py-2 text-13">
                {text}
                <p className="cap">
                  {by.name}, <When at={at} relative />
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
