import type { LedgerKeyRow, Me } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, type Column, CommandDialog, Section, Table, TextArea } from '../../controls/index.ts';
import { CopyButton, countText, When } from '../../marks/index.ts';
import { FreshFields, useProof } from '../credential/index.ts';

function Until({ retiredAt }: LedgerKeyRow) {
  return retiredAt ? <When at={retiredAt} precision="minute" /> : <b>in force</b>;
}

const since = ({ since: size }: LedgerKeyRow) =>
  size === null ? <span className="muted">none yet</span> : countText(size);

const columns: readonly Column<LedgerKeyRow>[] = [
  {
    head: 'Key, as whoever verifies needs it',
    cell: ({ verifier }) => (
      <span className="mono break-all">
        {verifier} <CopyButton text={verifier} what="key" />
      </span>
    ),
  },
  { head: 'From', cell: ({ madeAt }) => <When at={madeAt} precision="minute" />, width: 190 },
  { head: 'Until', cell: (row) => <Until {...row} />, width: 190 },
  { head: 'First checkpoint, entries', cell: since, numeric: true, width: 170 },
];

/** Keys that ever signed the ledger: whoever holds an old checkpoint needs the old one. */
export function KeySection({
  keys,
  mayChange,
  sheet,
  open,
  me,
}: {
  keys: readonly LedgerKeyRow[];
  mayChange: boolean;
  sheet: string | undefined;
  open: (sheet: string | undefined) => void;
  me: Me;
}) {
  return (
    <Section
      title="Keys"
      count="that sign it, the one in force first"
      right={
        mayChange && (
          <Button small onClick={() => open('key')}>
            Replace the key
          </Button>
        )
      }
    >
      <Table
        label="Keys"
        roomy
        rows={keys}
        keyOf={({ verifier }) => verifier}
        columns={columns}
        second={(row) => (
          <>
            From <When at={row.madeAt} precision="minute" />, <Until {...row} />
          </>
        )}
      />
      {mayChange && sheet === 'key' && <ReplaceKeySheet me={me} onClose={() => open(undefined)} />}
    </Section>
  );
}

function ReplaceKeySheet({ me, onClose }: { me: Me; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const proof = useProof(me, false);
  const replace = useCommand(
    () =>
      api.ledger.rotateKey.mutate({
        comment: comment.trim(),
        proof: me.proofs.password ? proof.given : {},
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Replace the key that signs the ledger"
      caption="A new key is made and signs from the next checkpoint on; the one before is retired and stays in the list."
      verb="Replace the key"
      kind="stop"
      refused="The key was not replaced"
      busy={replace.isPending}
      error={replace.error}
      ready={comment.trim() !== '' && (!me.proofs.password || proof.missing.length === 0)}
      onSubmit={() => replace.mutate()}
      onClose={onClose}
    >
      <p className="soft text-13">
        Both keys sign the first checkpoint after it, so witnesses that follow the ledger go on by themselves,
        and mailboxes are sent that checkpoint within a minute. Whoever verifies packs by hand needs the new
        key as well: give it to them yourself.
      </p>
      <TextArea
        label="Why, becomes part of the record"
        required
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
      <FreshFields proof={proof} every="decision of this kind" />
    </CommandDialog>
  );
}
