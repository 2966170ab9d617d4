/** Go: grammar, file names, comment. */
import type { Language } from '../language.ts';

export const go: Language = {
  id: 'go',
  grammar: 'tree-sitter-go.wasm',
  queries: 'go',
  filetypes: ['go'],
  extensions: ['.go'],
  lineComment: '//',
};
