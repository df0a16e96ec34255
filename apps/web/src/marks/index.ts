export { assuranceText } from './assurance-text.ts';
export { BitStrip, HexAgainst } from './bit-strip.tsx';
export { comparisonWord, conditionText } from './condition-text.ts';
export { CopyButton, Digest, WholeDigest } from './digest.tsx';
export { EntryLink, entryInAddress } from './entry-link.tsx';
export { groupWord } from './event-group-word.ts';
export { EventName } from './event-name.tsx';
export { ExpeditedMark } from './expedited.tsx';
export * from './figure-text.ts';
export { FittedOnAllNote } from './fitted-on-all.tsx';
export { Glyph } from './glyph.tsx';
export { periodOfDays } from './period.ts';
export { Rail } from './rail.tsx';
export { railAsOf, railOfPage, railOfRow } from './rail-model.ts';
export { Basis, BasisKey, EvidenceResult, Result } from './result.tsx';
export { RowRail } from './row-rail.tsx';
export { AsFoundTag, OverdueTag, StageTag, StandingTag } from './tag.tsx';
export { When } from './time.tsx';
export {
  clockText,
  dayText,
  instantOfDay,
  minuteText,
  secondText,
  showTimesIn,
  timeText,
  zoneText,
} from './time-text.ts';
export { Verdict, VerdictHeading } from './verdict.tsx';
export * from './word.ts';
