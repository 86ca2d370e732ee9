/** Holds the layers: each may import itself and what stands before it in the list. */
const layers = [
  'core',
  'access|events|monitoring',
  'connectors',
  'providers',
  'gateway',
  'webhooks',
  'categories',
];

const upward = layers.slice(0, -1).map((layer, i) => ({
  name: `nothing-above-${layer}`,
  severity: 'error',
  from: { path: `^src/(${layer})/` },
  to: { path: `^src/(${layers.slice(i + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-category-to-another',
      severity: 'error',
      from: { path: '^src/categories/([^/]+)/' },
      to: { path: '^src/categories/([^/]+)/', pathNot: '^src/categories/$1/' },
    },
    {
      name: 'plain-typescript-in-connectors-and-formats',
      severity: 'error',
      from: { path: '^src/(connectors|categories/[^/]+/formats)/' },
      to: { path: 'node_modules/(@nestjs|typeorm|bullmq)/' },
    },
    {
      name: 'no-test-code-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-src-in-migrations',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^src/' },
    },
    {
      name: 'simulators-know-nothing-of-the-hub',
      severity: 'error',
      from: { path: '^test/simulators/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
    },
  },
};
