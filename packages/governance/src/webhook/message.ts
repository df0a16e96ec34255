import { createHash, randomBytes } from 'node:crypto';
import type { WebhookForm } from '@countersign/contracts';
import { Webhook } from 'standardwebhooks';
import type { Context } from '../context.ts';
import { checkpointsOver, latestCheckpoint } from '../ledger/find-checkpoint.ts';
import type { FollowedEntry } from '../ledger/follow-entries.ts';
import { type ToldEntry, tellEntries } from '../ledger/tell-entries.ts';

export interface Message {
  /** `webhook-id`: the same for the same entry, whoever sends it and however often. */
  readonly id: string;
  readonly event: string;
  readonly body: string;
}

/** From the entry's own bytes: a ledger that begins anew gives its entries other ids. */
export const messageId = (webhookId: string, entry: Pick<FollowedEntry, 'entry_number' | 'body'>): string =>
  `msg_${createHash('sha256').update(`${webhookId}\n${entry.entry_number}\n${entry.body}`).digest('hex').slice(0, 32)}`;

/** The messages of entries, in their order. A consumer is told what happened to the model, not who did it. */
export async function messagesOf(
  ctx: Context,
  webhook: { readonly id: string; readonly form: WebhookForm },
  entries: readonly FollowedEntry[],
  isConsumer: boolean,
): Promise<Message[]> {
  if (entries.length === 0) return [];
  const { id, form } = webhook;
  const [told, checkpoints] = await Promise.all([
    tellEntries(ctx, entries, isConsumer),
    form === 'standard'
      ? checkpointsOver(
          ctx,
          entries.map((entry) => Number(entry.entry_number)),
        )
      : null,
  ]);
  const write = form === 'standard' ? standard : form === 'slack' ? slack : teams;
  return entries.map((entry, index) => {
    const number = Number(entry.entry_number);
    const body = write({
      ...told[index]!,
      number,
      isConsumer,
      checkpoint: checkpoints?.get(number) ?? null,
    });
    return { id: messageId(id, entry), event: entry.event, body: JSON.stringify(body) };
  });
}

interface Told extends ToldEntry {
  readonly number: number;
  readonly isConsumer: boolean;
  /** The first that covers the entry: the newest when it was numbered, and the same at every try, so that the message is too. */
  readonly checkpoint: string | null;
}

const standard = ({ row, recall, link, number, isConsumer, checkpoint }: Told) => ({
  type: row.event,
  timestamp: row.at,
  data: {
    entry: number,
    model: row.model,
    version: row.version,
    ...(recall && { recall }),
    ...(isConsumer ? {} : { summary: row.summary, actor: row.actor, subject: row.subject, step: row.step }),
    link,
    checkpoint,
  },
});

/** In the chat’s own marks, these three mean something. */
const plainForSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const slack = ({ sentence, link }: Told) => ({
  text: `${plainForSlack(sentence)}\n<${link}|Open in Countersign>`,
});

/** An Adaptive Card, whose text blocks read Markdown: what could be a mark in it is kept a letter. */
const plainForTeams = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~]/g, (mark) => `\\${mark}`);

const teams = ({ sentence, link }: Told) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [{ type: 'TextBlock', wrap: true, text: plainForTeams(sentence) }],
        actions: [{ type: 'Action.OpenUrl', title: 'Open in Countersign', url: link }],
      },
    },
  ],
});

/** What a test sends: it tells of nothing that happened. */
export async function testMessage(
  ctx: Pick<Context, 'url' | 'pool'>,
  form: WebhookForm,
  at: Date,
): Promise<Message> {
  const sentence = 'This is a test of a webhook of Countersign. Nothing happened.';
  const body =
    form === 'standard'
      ? {
          type: 'webhook.test',
          timestamp: at.toISOString(),
          data: { summary: sentence, link: ctx.url, checkpoint: (await latestCheckpoint(ctx))?.note ?? null },
        }
      : form === 'slack'
        ? { text: sentence }
        : {
            type: 'message',
            attachments: [
              {
                contentType: 'application/vnd.microsoft.card.adaptive',
                content: {
                  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
                  type: 'AdaptiveCard',
                  version: '1.4',
                  body: [{ type: 'TextBlock', wrap: true, text: sentence }],
                },
              },
            ],
          };
  return {
    id: `msg_test_${randomBytes(12).toString('hex')}`,
    event: 'webhook.test',
    body: JSON.stringify(body),
  };
}

/** Per Standard Webhooks: one signature a secret, so that a receiver may hold the old or the new one while both are valid. */
export function headersOf(
  message: Pick<Message, 'id' | 'body'>,
  at: Date,
  secrets: readonly string[],
): Record<string, string> {
  if (secrets.length === 0) return { 'content-type': 'application/json' };
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets
      .map((secret) => new Webhook(secret).sign(message.id, at, message.body))
      .join(' '),
  };
}
