const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * SQL of a `ToldSwitch` as JSON, of the notice under this alias; null where it is of none. What was re-scored of the consumer's own
 * calls is known once the whole re-scoring is done: without a part of its own it had none in these days.
 */
export const toldSwitch = (notice: string): string => `(
  SELECT json_build_object('id', w.id, 'environment', e.key, 'from', f.label, 'announcedAt', ${iso('w.announced_at')}, 'notBefore', ${iso('w.not_before')},
    'pinsUntil', ${iso('w.pins_until')}, 'verdict', w.breaks -> 'verdict', 'breaks', w.breaks -> 'changes', 'notRescored', w.not_rescored,
    'ended', CASE WHEN w.ended_at IS NOT NULL THEN json_build_object('why', w.end_reason, 'at', ${iso('w.ended_at')}) END,
    'rescored', CASE WHEN g.id IS NOT NULL THEN json_build_object('state', g.state, 'from', g.definition -> 'period' ->> 'from', 'to', g.definition -> 'period' ->> 'to',
      'basis', g.definition -> 'basis', 'tolerance', g.definition -> 'tolerance', 'unit', g.definition -> 'output' -> 'unit',
      'rows', CASE WHEN g.state = 'done' THEN coalesce(x.rows, 0) END, 'flipped', CASE WHEN g.state = 'done' THEN coalesce(x.flipped, 0) END) END)
  FROM planned_switch w JOIN environment e ON e.id = w.environment_id JOIN version f ON f.id = w.from_id
  LEFT JOIN rescoring g ON g.id = w.rescoring_id
  LEFT JOIN rescoring_extract x ON x.rescoring_id = g.id AND x.consumer = ${notice}.consumer_key
  WHERE w.id = ${notice}.switch_id)`;
