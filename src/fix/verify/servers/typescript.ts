/** typescript-language-server and vtsls, for TypeScript and JavaScript. */
import type { ServerSpec } from '../server-spec.ts';

export const typescript: ServerSpec = {
  id: 'ts',
  name: 'typescript',
  clients: ['ts_ls', 'tsserver', 'vtsls', 'typescript-tools'],
  languages: { typescript: 'typescript', tsx: 'typescriptreact', javascript: 'javascript' },
  commands: [
    ['typescript-language-server', '--stdio'],
    ['vtsls', '--stdio'],
  ],
  way: 'tsserver',
  disk: 'itself',
  initializationOptions: () => ({ disableAutomaticTypingAcquisition: true }),
  settings: {},
};
