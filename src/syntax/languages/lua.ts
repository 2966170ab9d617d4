/** Lua: grammar, file names, comment. */
import type { Language } from '../language.ts';

export const lua: Language = {
  id: 'lua',
  grammar: 'tree-sitter-lua.wasm',
  queries: 'lua',
  filetypes: ['lua'],
  extensions: ['.lua'],
  lineComment: '--',
};
