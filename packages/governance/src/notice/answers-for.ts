/** SQL condition: the person ($n) answers for the consumer of this notice: one of their verified addresses was told. */
export const answersFor = (notice: string, person: string): string => `EXISTS (
  SELECT FROM notice_recipient a JOIN person_email e ON e.email = a.address AND e.verified_at IS NOT NULL
  WHERE a.notice_id = ${notice}.id AND e.person_id = ${person}::uuid)`;
