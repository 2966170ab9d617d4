/** PHP: grammar, file names, comment. */
import type { Language } from '../language.ts';

export const php: Language = {
  id: 'php',
  grammar: 'tree-sitter-php.wasm',
  queries: 'php',
  filetypes: ['php'],
  extensions: ['.php', '.phtml', '.inc'],
  lineComment: '//',
};
