export { InboxItemLink } from './inbox-item.tsx';
export { InboxTable, inboxColumns } from './inbox-table.tsx';
export { inboxQuery } from './queries.ts';
