import type { OfferedLink } from '@countersign/contracts';
import { Button, Dialog } from '../../controls/index.ts';
import { CopyButton, minuteText } from '../../marks/index.ts';

/** The link lives in this sheet alone: the server keeps its hash, and closing the sheet forgets it. */
export function LinkNote({
  title,
  link,
  onClose,
}: {
  title: string;
  link: OfferedLink;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={title}
      caption={`Hand it to the person themselves: whoever opens it first chooses the password. It is shown this once, works once, and ends ${minuteText(link.expiresAt)}.`}
      onClose={onClose}
    >
      <div className="dialog-form">
        <p className="command-line">
          <code>{link.url}</code>
          <CopyButton text={link.url} what="link" />
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
