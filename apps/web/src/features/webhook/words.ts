import type { DeliveryRow, WebhookForm, WebhookRow } from '@countersign/contracts';

export const formWord: Readonly<Record<WebhookForm, string>> = {
  standard: 'Signed JSON',
  slack: 'Slack, or alike',
  teams: 'Microsoft Teams',
};

export const stopText: Readonly<Record<NonNullable<WebhookRow['stop']>, string>> = {
  gone: 'its receiver said that it is gone (410)',
  dead: 'its receiver took nothing for three days',
  'no-access': 'its person may see nothing of what it asks for any more',
};

export const deliveryWord: Readonly<Record<DeliveryRow['state'], string>> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  failed: 'Failed',
};
