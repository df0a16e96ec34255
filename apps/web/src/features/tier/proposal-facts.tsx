import type { ActSignature, TierProposal } from '@countersign/contracts';
import { Definitions } from '../../controls/index.ts';
import { assuranceText, Digest, roleWord, tierWord, When } from '../../marks/index.ts';
import { answerText, questions, questionWords } from './words.ts';

const roleText = (role: string) =>
  (roleWord as Readonly<Record<string, string>>)[role]?.toLowerCase() ?? role;

export function Signed({ signature }: { signature: ActSignature }) {
  return (
    <>
      {signature.person.name}
      {signature.deputyFor && `, deputy of ${signature.deputyFor.name},`} as {roleText(signature.role)},{' '}
      <When at={signature.at} precision="minute" />;{' '}
      {signature.signatureValid ? 'signature verified' : <b>signature does not verify</b>},{' '}
      {assuranceText(signature.assurance)}
    </>
  );
}

/** The answers, what the rule made of them, and by whom they were given and signed. */
export function ProposalFacts({ proposal }: { proposal: TierProposal }) {
  return (
    <Definitions
      items={[
        ...questions.map(
          (question) =>
            [
              questionWords[question].question.split(':')[0] ?? question,
              answerText(question, proposal.answers),
            ] as const,
        ),
        [
          'Tier',
          `${tierWord[proposal.tier]}: ${proposal.points} points by rule ${proposal.rule}; before, ${tierWord[proposal.tierBefore].toLowerCase()}`,
        ],
        [
          'Reason',
          <span key="reason" className="whitespace-pre-wrap">
            {proposal.reason}
          </span>,
        ],
        [
          'Proposed',
          <span key="proposed">
            {proposal.proposedBy.name}, <When at={proposal.proposedAt} precision="minute" />
          </span>,
        ],
        proposal.signature && [
          proposal.signature.decision === 'endorse' ? 'Signed' : 'Refused',
          <span key="signed">
            <Signed signature={proposal.signature} />
            {proposal.signature.comment && <span className="soft"> “{proposal.signature.comment}”</span>}
          </span>,
        ],
        ['Digest', <Digest key="digest" value={proposal.digest} what="digest" />],
      ]}
    />
  );
}
