import { Glyph } from '../../marks/index.ts';

/** Wherever something asks for a mail and none can be sent. */
export function NoMailServer() {
  return (
    <div className="problem problem-flat" role="note">
      <Glyph name="cross" size={18} />
      <div>
        <p className="problem-title">No mail can be sent from here</p>
        <p>
          No mail server is configured. Whoever runs the portal sets <code>SMTP_URL</code>, such as{' '}
          <code className="break-all">smtp://user:password@mail.bank.example:587</code>, and{' '}
          <code>MAIL_FROM</code>, such as <code>Model governance &lt;models@bank.example&gt;</code>, and
          starts it again.
        </p>
      </div>
    </div>
  );
}
