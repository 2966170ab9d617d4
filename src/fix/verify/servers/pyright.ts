/** pyright and its relatives, for Python. */
import type { ServerSpec } from '../server-spec.ts';

export const pyright: ServerSpec = {
  id: 'pyright',
  name: 'pyright',
  clients: ['pyright', 'basedpyright'],
  languages: { python: 'python' },
  commands: [
    ['pyright-langserver', '--stdio'],
    ['basedpyright-langserver', '--stdio'],
  ],
  way: 'pull',
  disk: 'told',
  settingsFiles: ['pyrightconfig.json', 'pyproject.toml'],
  initializationOptions: () => ({}),
  settings: {
    python: { analysis: { diagnosticMode: 'openFilesOnly', autoImportCompletions: false } },
    pyright: { disableTaggedHints: false },
  },
};
