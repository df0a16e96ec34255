import { Link } from '@tanstack/react-router';
import { buttonClass } from '../../controls/index.ts';

/** `1.0.0...1.1.0` as Git writes it, the earlier one first. */
export const pairText = (before: string, after: string): string => `${before}...${after}`;

/** One click from a model or a version to what changed since the version before. */
export function CompareLink({
  model,
  before,
  after,
  children,
}: {
  model: string;
  before: string;
  after: string;
  children: string;
}) {
  return (
    <Link
      className={buttonClass()}
      to="/m/$model/compare/$pair"
      params={{ model, pair: pairText(before, after) }}
    >
      {children}
    </Link>
  );
}
