/** Rust: grammar, file names, comment. */
import type { Language } from '../language.ts';

export const rust: Language = {
  id: 'rust',
  grammar: 'tree-sitter-rust.wasm',
  queries: 'rust',
  filetypes: ['rust'],
  extensions: ['.rs'],
  lineComment: '//',
};
