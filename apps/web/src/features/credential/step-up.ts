import type { SignGrant } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { withBase } from '../../app/base-path.ts';

/** How often the server is asked whether the provider has answered, and for how long. Milliseconds. */
const everyMs = 1_000;
const patienceMs = 180_000;

class StepUpFailed extends Error {
  readonly problem: { code: string; message: string; requestId: null; detail: Record<string, never> };
  constructor(message: string) {
    super(message);
    this.problem = { code: 'STEP_UP_FAILED', message, requestId: null, detail: {} };
  }
}

/**
 * The identity provider asks the signer again, in a window of its own; this page keeps what was written and asks the
 * server when it is done. The window is opened first: later the browser would take it for an advertisement.
 */
export async function stepUp(begin: () => Promise<SignGrant>): Promise<string> {
  const opened = window.open('about:blank', 'countersign-step-up', 'popup,width=520,height=680');
  if (!opened)
    throw new StepUpFailed(
      'The browser did not open the window of the identity provider. Allow it, and sign again.',
    );
  try {
    const { grant } = await begin();
    opened.location.href = withBase(`/api/sign-on/step-up?grant=${encodeURIComponent(grant)}`);
    await answered(grant);
    return grant;
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function answered(grant: string): Promise<void> {
  let problem: string | null = null;
  const channel = new BroadcastChannel('countersign-sign-on');
  channel.onmessage = ({ data }) => {
    problem = typeof data === 'string' && data !== '' ? data : null;
  };
  try {
    for (const until = Date.now() + patienceMs; Date.now() < until; ) {
      if (problem !== null) throw new StepUpFailed(problem);
      if (await api.signOff.isGrantVerified.query({ grant })) return;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    throw new StepUpFailed('The identity provider did not answer in time. Sign again.');
  } finally {
    channel.close();
  }
}
