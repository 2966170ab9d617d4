/** Which folder of `src` may import which: the table of doc/architecture.md. `scripts/lint-layers.mjs` runs it and checks that it saw every file. */
'use strict';

/** Layer → the layers it may import, besides itself. */
const LAYERS = {
  host: ['fix', 'complete', 'context', 'filter', 'prompt', 'model', 'syntax', 'config', 'text'],
  cli: ['server', 'fix', 'export', 'complete', 'context', 'filter', 'prompt', 'model', 'syntax', 'config', 'text'],
  server: ['complete', 'context', 'filter', 'prompt', 'model', 'syntax', 'config', 'text'],
  fix: ['complete', 'context', 'filter', 'prompt', 'model', 'syntax', 'config', 'text'],
  export: ['complete', 'context', 'prompt', 'syntax', 'config', 'text'],
  complete: ['context', 'filter', 'prompt', 'model', 'syntax', 'config', 'text'],
  context: ['syntax', 'config', 'text'],
  filter: ['syntax', 'config', 'text'],
  prompt: ['text'],
  model: ['config', 'text'],
  syntax: ['config', 'text'],
  config: ['prompt', 'text'], // the families' names are values of an option
  text: [],
};

const layerRules = Object.entries(LAYERS).map(([layer, below]) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} may import ${below.length > 0 ? below.map((name) => `src/${name}`).join(', ') : 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/(${[layer, ...below].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'known-layer',
      comment:
        'A new folder under src needs a line in the table of .dependency-cruiser.cjs and of doc/architecture.md.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(?:index\\.ts$|(?:${Object.keys(LAYERS).join('|')})/)` },
      to: {},
    },
    {
      name: 'library-without-edges',
      comment: 'src/index.ts is for programs that have no Neovim and no command line.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/(host|cli|server)/' },
    },
    {
      name: 'library-is-the-top',
      comment: 'Inside the project everybody imports what they need from where it stands.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be understood or tested alone.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      comment: 'What users run must not need tests, benches or scripts.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'host-starts-without-grammars',
      comment: 'Loading web-tree-sitter costs more than the start of the host: src/syntax is imported on demand.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/syntax/' },
      to: { path: 'web-tree-sitter' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
