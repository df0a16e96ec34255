import { Link } from '@tanstack/react-router';

/** Where a page about runs stands: the model, its experiments, this one, and `here` where the page is below it. */
export function RunCrumbs({ model, experiment, here }: { model: string; experiment: string; here?: string }) {
  const slash = <span aria-hidden="true">/</span>;
  return (
    <nav className="crumbs" aria-label="Breadcrumb">
      <Link to="/models">Models</Link>
      {slash}
      <Link to="/m/$model" params={{ model }}>
        {model}
      </Link>
      {slash}
      <Link to="/m/$model/experiments" params={{ model }}>
        experiments
      </Link>
      {slash}
      {here === undefined ? (
        <span>{experiment}</span>
      ) : (
        <>
          <Link to="/m/$model/experiments/$experiment" params={{ model, experiment }}>
            {experiment}
          </Link>
          {slash}
          <span>{here}</span>
        </>
      )}
    </nav>
  );
}
