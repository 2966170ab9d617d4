/** Rust: grammar, file names, comments, what a piece of a file may stand in. */
import type { Language } from '../language.ts';

export const rust: Language = {
  id: 'rust',
  grammar: 'tree-sitter-rust.wasm',
  queries: 'rust',
  filetypes: ['rust'],
  extensions: ['.rs'],
  lineComment: '//',
  blockComment: ['/*', '*/'],
  rawString: /\bb?r(#*)"/g,
  follow: ['else'],
  surroundings: [{ when: /^(?:pub\b.*\s)?(?:async |unsafe |const )*fn\s/, head: 'impl A {' }, { head: 'fn a() {' }],
};
