import type { SignedOff } from '@countersign/contracts';
import type { Decision } from '@countersign/lifecycle';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { decisionPast, Glyph, StageTag, When } from '../../marks/index.ts';
import { EntryNumber } from '../entry/index.ts';
import { InboxItemLink, inboxQuery } from '../inbox/index.ts';

/** Said only after the server has answered; the entry's number follows as soon as the sequencer has given it. */
export function SignedNote({
  signed,
  decision,
  requestId,
  inSitting,
}: {
  signed: SignedOff;
  decision: Decision;
  requestId: string;
  /** What comes next stands above the page. */
  inSitting: boolean;
}) {
  const inbox = useQuery(inboxQuery());
  const next = inbox.data?.items.find((item) => item.requestId !== requestId);
  return (
    <div role="status">
      <ul className="panel-needs">
        <li>
          <span className="text-ok">
            <Glyph name="tick" size={14} />
          </span>
          <span>
            <b>You {decisionPast[decision]}</b>, <EntryNumber receipt={signed.receipt} />
            <span className="cap block">
              <When at={signed.receipt.at} precision="second" />
            </span>
          </span>
        </li>
        {signed.stageMoved && (
          <li>
            <span className="text-ok">
              <Glyph name="tick" size={14} />
            </span>
            <span>
              Stage <StageTag stage={signed.stage} />
              <span className="cap block">moved in the same transaction</span>
            </span>
          </li>
        )}
      </ul>
      <div className="sign-form">
        {inSitting ? (
          <p className="text-center">The next one of this sitting stands at the top of the page.</p>
        ) : next ? (
          <p className="text-center">
            Next in your inbox: <InboxItemLink item={next} />
          </p>
        ) : (
          <p className="text-center">
            <Link to="/inbox">Back to your inbox</Link>
          </p>
        )}
      </div>
    </div>
  );
}
