import { Link } from '@tanstack/react-router';

export function BrandMark() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d="M1.5 10.5 5.5 15 12 5.5M8.8 13.6 10 15 16.8 5.5" />
    </svg>
  );
}

export function Brand() {
  return (
    <Link to="/" className="brand">
      <BrandMark />
      Countersign
    </Link>
  );
}
