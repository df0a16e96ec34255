const FLOOR = [20, 19];

/** Ends the process with a sentence where Node is older than the code may expect. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
  console.error(
    `Countersign needs Node ${FLOOR.join('.')} or newer; this is Node ${process.versions.node}. ` +
      'Get one from https://nodejs.org or with your version manager, then run the same command again.',
  );
  process.exit(1);
}
