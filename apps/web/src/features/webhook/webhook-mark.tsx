import type { WebhookRow } from '@countersign/contracts';
import { Result, When } from '../../marks/index.ts';
import { stopText } from './words.ts';

/** Whether it sends, in a word. */
export function WebhookMark({ webhook }: { webhook: WebhookRow }) {
  if (webhook.state === 'disabled') return <Result tone="no">Turned off</Result>;
  if (webhook.state === 'paused') return <Result tone="none">Paused</Result>;
  return webhook.failingSince ? <Result tone="owed">Fails</Result> : <Result tone="ok">Sends</Result>;
}

/** What the word leaves out. */
export function WebhookState({ webhook }: { webhook: WebhookRow }) {
  const { state, stop, stateAt, failingSince, nextAt } = webhook;
  return (
    <span>
      <WebhookMark webhook={webhook} />
      {state === 'disabled' && stop && (
        <span className="soft">
          {' '}
          <When at={stateAt} precision="minute" />: {stopText[stop]}
        </span>
      )}
      {state === 'paused' && (
        <span className="soft">
          {' '}
          since <When at={stateAt} precision="minute" />
        </span>
      )}
      {state === 'active' && failingSince && (
        <span className="soft">
          {' '}
          since <When at={failingSince} precision="minute" />
          {nextAt && (
            <>
              , tried again <When at={nextAt} precision="second" />
            </>
          )}
        </span>
      )}
    </span>
  );
}
