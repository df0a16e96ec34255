import { Button, Dialog } from '../../controls/index.ts';
import { CopyButton } from '../../marks/index.ts';

/** The secret lives in this sheet alone: the server holds it sealed, and tells it once. */
export function SecretSheet({
  name,
  secret,
  onClose,
}: {
  name: string;
  secret: string;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={`Secret of ${name}`}
      caption="Your receiver verifies the signature with it. Copy it now: it is shown this once."
      onClose={onClose}
    >
      <div className="dialog-form">
        <p className="command-line">
          <code>{secret}</code>
          <CopyButton text={secret} what="secret" />
        </p>
        <div className="steps">
          <Button kind="main" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
