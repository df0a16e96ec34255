// The import law: the drawing of the root README as rules, each with the sentence that is shown when it is broken.

/** Which rooms a room may import; a room not named here may import none. `tooling` is open to every room's settings. */
const mayImport = {
  'packages/lifecycle': [],
  'packages/ledger': [],
  'packages/database': [],
  'packages/scoring': [],
  'packages/contracts': ['packages/lifecycle'],
  'packages/governance': [
    'packages/contracts',
    'packages/database',
    'packages/ledger',
    'packages/lifecycle',
    'packages/scoring',
  ],
  'packages/examples': ['packages/contracts', 'packages/governance', 'packages/lifecycle'],
  'apps/api': [
    'packages/contracts',
    'packages/database',
    'packages/examples',
    'packages/governance',
    'packages/ledger',
    'packages/lifecycle',
    'packages/scoring',
  ],
  'apps/web': ['packages/contracts', 'packages/ledger', 'packages/lifecycle', 'apps/api'],
  'apps/cli': ['packages/contracts', 'packages/ledger', 'packages/lifecycle', 'packages/scoring'],
  e2e: ['packages/contracts'],
};

/** What the tests of a room import beside that: they open a whole installation, as the api does. */
const testsMayImport = { 'packages/examples': ['packages/scoring'] };

const rooms = Object.keys(mayImport);
const anyRoom = `^(${[...rooms, 'packages/tooling'].join('|')})/`;
const tests = '(\\.test\\.tsx?$|/test/)';
const shortName = (room) => room.split('/').at(-1);

const roomRule = (room, more, name, from) => {
  const allowed = [room, ...mayImport[room], ...more, 'packages/tooling'];
  const names = mayImport[room].map(shortName).join(', ') || 'no other room';
  return {
    name,
    severity: 'error',
    comment: `${room} may import ${names}. Move the code to the room that the drawing in the README gives it, or pass it in.`,
    from,
    to: { path: anyRoom, pathNot: [`^(${allowed.join('|')})/`, '^packages/database/src/testing'] },
  };
};
const roomRules = rooms.flatMap((room) => {
  const name = `${shortName(room)}-imports`;
  const more = testsMayImport[room];
  if (!more) return [roomRule(room, [], name, { path: `^${room}/` })];
  return [
    roomRule(room, [], name, { path: `^${room}/`, pathNot: tests }),
    roomRule(room, more, `${name}-in-tests`, { path: `^${room}/.*${tests}` }),
  ];
});

export const importRules = [
  ...roomRules,
  {
    name: 'not-around-the-door',
    severity: 'error',
    comment: 'A package is imported by its name and exports, never by a path into its folder.',
    from: { path: '^((?:packages|apps)/[^/]+|e2e)/(?:src|test|bin|bench)/' },
    to: { path: '^(packages|apps|e2e)/', pathNot: '^$1/', dependencyTypes: ['local'] },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    comment:
      'Two files that import each other cannot be read one after the other. Move what both need into a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'pure-packages',
    severity: 'error',
    comment:
      'lifecycle, ledger and contracts run in browsers too: no Node modules. Take what is needed as a parameter.',
    from: { path: '^packages/(lifecycle|ledger|contracts)/src/', pathNot: tests },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'governance-knows-no-http',
    severity: 'error',
    comment:
      'Use cases have many callers (tRPC, REST, worker, seed) and know no request. HTTP belongs into apps/api.',
    from: { path: '^packages/governance/' },
    to: { path: 'node_modules/(fastify|@fastify|@trpc|lucia|express)(/|$)' },
  },
  {
    name: 'web-knows-only-types-of-api',
    severity: 'error',
    comment:
      'The web app takes the type of the router alone: write `import type`. Values shared with the server live in contracts.',
    from: { path: '^apps/web/' },
    to: { path: '^apps/api/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'contracts-in-zod-mini',
    severity: 'error',
    comment: 'Browsers load the contracts: import zod/mini (4 kB), not zod (93 kB).',
    from: { path: '^packages/contracts/src/' },
    to: { path: 'node_modules/zod/', pathNot: 'node_modules/zod/(v4/)?(mini|core)/' },
  },
  {
    name: 'features-by-their-index',
    severity: 'error',
    comment: 'A feature of the web app is used by what its index.ts exports; the rest is its own.',
    from: { path: '^apps/web/src/features/([^/]+)/' },
    to: { path: '^apps/web/src/features/[^/]+/', pathNot: ['^apps/web/src/features/$1/', '/index\\.tsx?$'] },
  },
  {
    name: 'rows-stay-in-their-noun',
    severity: 'error',
    comment:
      'Only its own noun knows the columns of a table: import a read or a use case, not another noun’s *-row.ts.',
    from: { path: '^packages/governance/src/([^/]+)/', pathNot: tests },
    to: { path: '^packages/governance/src/[^/]+/[^/]*-row\\.ts$', pathNot: '^packages/governance/src/$1/' },
  },
  {
    name: 'tests-stay-tests',
    severity: 'error',
    comment: 'What runs in production never imports a test or the test server.',
    from: { path: '^(packages|apps)/[^/]+/src/', pathNot: [tests, '^packages/database/src/'] },
    to: { path: [tests, '^packages/database/src/testing'] },
  },
  {
    name: 'nothing-missing',
    severity: 'error',
    comment: 'This import leads nowhere: name the package in package.json, or mend the path.',
    from: {},
    to: { couldNotResolve: true, pathNot: '^virtual:' },
  },
];
