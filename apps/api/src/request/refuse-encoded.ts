import { Refusal } from '@countersign/contracts';
import type { onRequestHookHandler } from 'fastify';

/** Nothing is unpacked here, so nothing small can become large: bodies are sent as they are. @throws Refusal */
export const refuseEncoded: onRequestHookHandler = ({ headers }, _reply, done) => {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new Refusal(
      'UNSUPPORTED_MEDIA_TYPE',
      'Bodies are taken as they are: send them without Content-Encoding.',
      { header: 'Content-Encoding' },
    );
  done();
};
