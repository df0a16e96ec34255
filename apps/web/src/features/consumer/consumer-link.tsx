import { Link } from '@tanstack/react-router';

/** A consumer by its name, or the one it predicts under. */
export const consumerLink = ({ key, name }: { key: string; name: string }) => (
  <Link to="/consumers/$consumer" params={{ consumer: key }} className="break-words">
    {name}
  </Link>
);
