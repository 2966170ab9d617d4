/** Go: grammar, file names, comments, what a piece of a file may stand in. */
import type { Language } from '../language.ts';

export const go: Language = {
  id: 'go',
  grammar: 'tree-sitter-go.wasm',
  queries: 'go',
  filetypes: ['go'],
  extensions: ['.go'],
  lineComment: '//',
  blockComment: ['/*', '*/'],
  namespaceLine: 'package {name}',
  follow: ['else'],
  surroundings: [{ head: 'func a() {' }],
};
