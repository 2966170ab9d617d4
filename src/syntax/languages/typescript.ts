/** TypeScript: grammar, file names, comment. */
import type { Language } from '../language.ts';

export const typescript: Language = {
  id: 'typescript',
  grammar: 'tree-sitter-typescript.wasm',
  queries: 'typescript',
  filetypes: ['typescript'],
  extensions: ['.ts', '.mts', '.cts'],
  lineComment: '//',
};
