/**
 * SQL condition: the person (an expression) answers for the consumer of this notice, as one of the addresses that were told,
 * verified, or as the account that answers for the consumer.
 */
export const answersFor = (notice: string, person: string): string => `(EXISTS (
  SELECT FROM notice_recipient a JOIN person_email e ON e.email = a.address AND e.verified_at IS NOT NULL
  WHERE a.notice_id = ${notice}.id AND e.person_id::text = ${person}::text)
  OR EXISTS (SELECT FROM consumer o JOIN person q ON q.id = o.answerer_id
    WHERE o.id = ${notice}.consumer_id AND ${person}::text IN (q.id::text, q.responsible_id::text)))`;
