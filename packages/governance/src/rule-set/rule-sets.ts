import { cfr2111 } from './cfr-21-11.ts';
import { euAiAct } from './eu-ai-act.ts';
import { iso42001 } from './iso-42001.ts';
import { nistAiRmf } from './nist-ai-rmf.ts';
import type { RuleSet } from './rule-set.ts';
import { sr117 } from './sr-11-7.ts';
import { sr262 } from './sr-26-2.ts';

/** Every rule set that is mapped; those in force first. A changed mapping is another day of `mapped`. */
export const ruleSets: readonly RuleSet[] = [sr262, euAiAct, nistAiRmf, iso42001, cfr2111, sr117];
