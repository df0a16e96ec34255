/** For whoever administers: as long as people whose password everybody knows can come in. */
export function ExampleBanner() {
  return (
    <aside className="example-banner" aria-label="Examples">
      Example people whose password is known have access here. Before others use this installation, stop it
      and run <code>npm run remove-examples</code>.
    </aside>
  );
}
