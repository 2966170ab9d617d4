/** JavaScript, with or without JSX: grammar, file names, comment. */
import type { Language } from '../language.ts';

export const javascript: Language = {
  id: 'javascript',
  grammar: 'tree-sitter-javascript.wasm',
  queries: 'javascript',
  filetypes: ['javascript', 'javascriptreact'],
  extensions: ['.js', '.mjs', '.cjs', '.jsx'],
  lineComment: '//',
};
