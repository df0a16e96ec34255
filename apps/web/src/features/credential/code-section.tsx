import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { Await, Button, Section } from '../../controls/index.ts';
import { counted, When } from '../../marks/index.ts';
import { TurnOffCodeSheet } from './turn-off-code-sheet.tsx';
import { TurnOnCodeSheet } from './turn-on-code-sheet.tsx';

/** Codes of an authenticator app, asked for beside the password. */
export function CodeSection() {
  const [sheet, setSheet] = useState<'on' | 'off' | null>(null);
  const close = () => setSheet(null);
  const query = useQuery({
    queryKey: ['credential', 'code'],
    queryFn: () => api.credential.oneTimeCode.query(),
  });
  const isOn = query.data?.onSince != null;
  return (
    <Section
      title="Authenticator app"
      count={query.data && (isOn ? 'on' : 'off')}
      right={
        query.data && (
          <Button small onClick={() => setSheet(isOn ? 'off' : 'on')}>
            {isOn ? 'Turn codes off' : 'Turn codes on'}
          </Button>
        )
      }
    >
      <div className="border-t border-ink pt-3">
        <Await query={query} loading={<p className="muted">Looking …</p>}>
          {({ onSince, recoveryCodesLeft }) =>
            onSince ? (
              <p>
                A code is asked for with your password since <When at={onSince} />;{' '}
                {counted(recoveryCodesLeft, 'recovery code')} left.
              </p>
            ) : (
              <p className="soft">
                Your password alone signs you in. A code of an app makes a stolen password useless.
              </p>
            )
          }
        </Await>
      </div>
      {sheet === 'on' && <TurnOnCodeSheet onClose={close} />}
      {sheet === 'off' && <TurnOffCodeSheet onClose={close} />}
    </Section>
  );
}
