/** Python: grammar, file names, comment. */
import type { Language } from '../language.ts';

export const python: Language = {
  id: 'python',
  grammar: 'tree-sitter-python.wasm',
  queries: 'python',
  filetypes: ['python'],
  extensions: ['.py', '.pyi'],
  lineComment: '#',
};
