import { Link } from '@tanstack/react-router';

/** Where a page of a model stands: all models, the model, and `here` in a word or two; the model's own page names no more. */
export function ModelCrumbs({ model, here }: { model: string; here?: string }) {
  return (
    <nav className="crumbs" aria-label="Breadcrumb">
      <Link to="/models">Models</Link>
      <span aria-hidden="true">/</span>
      {here === undefined ? (
        <span>{model}</span>
      ) : (
        <>
          <Link to="/m/$model" params={{ model }}>
            {model}
          </Link>
          <span aria-hidden="true">/</span>
          <span>{here}</span>
        </>
      )}
    </nav>
  );
}
