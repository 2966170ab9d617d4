/** Lua: grammar, file names, comments, what a piece of a file may stand in. */
import type { Language } from '../language.ts';

export const lua: Language = {
  id: 'lua',
  grammar: 'tree-sitter-lua.wasm',
  queries: 'lua',
  filetypes: ['lua'],
  extensions: ['.lua'],
  lineComment: '--',
  blockComment: ['--[[', ']]'],
  follow: [],
  surroundings: [{ head: 'do' }],
};
