export { ChangeSheet } from './change-sheet.tsx';
export { FollowButton } from './follow-button.tsx';
export { followedQuery, subscriberQuery, subscriptionsQuery } from './queries.ts';
export { type Told, ToldFields } from './told-fields.tsx';
export { useUnseen } from './use-unseen.ts';
export { deliveryWord, groupsText, zoneOf } from './words.ts';
