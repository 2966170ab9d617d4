/** TypeScript with JSX, a grammar of its own: grammar, file names, comment. */
import type { Language } from '../language.ts';

export const tsx: Language = {
  id: 'tsx',
  grammar: 'tree-sitter-tsx.wasm',
  queries: 'typescript',
  filetypes: ['typescriptreact'],
  extensions: ['.tsx'],
  lineComment: '//',
};
