/** Languages of which repairs know no more than the nodes that enclose: Lua, Go, Rust. */
import { type FixLanguage, USUAL_STUBS } from './language.ts';

export const lua: FixLanguage = {
  id: 'lua',
  names: ['lua', 'luau'],
  functions: ['function_declaration', 'function_definition'],
  classes: [],
  imports: [],
  blocks: ['chunk', 'block'],
  calls: ['function_call'],
  blockSigns: {
    opens: /(?:\bthen|\bdo|\brepeat|\belse|\bfunction\b[^()]*\([^()]*\))$/u,
    closes: /^(?:end|until|else|elseif)\b/u,
    alone: /^end$/u,
    closer: 'end',
  },
  heads: [
    { head: /^\s*(?:else)?if\b/u, word: ' then' },
    { head: /^\s*(?:for|while)\b/u, word: ' do' },
  ],
  quotes: '\'"',
  suppressions: [/---?@diagnostic\s+(?:disable|enable)/giu, /luacheck:/giu],
  stubs: USUAL_STUBS,
};

export const go: FixLanguage = {
  id: 'go',
  names: ['go', 'golang'],
  functions: ['function_declaration', 'method_declaration', 'func_literal'],
  classes: ['type_declaration'],
  imports: ['import_declaration'],
  blocks: [
    'source_file',
    'block',
    'expression_switch_statement',
    'type_switch_statement',
    'expression_case',
    'default_case',
  ],
  calls: ['call_expression'],
  suppressions: [/\/\/\s*nolint/giu],
  stubs: [...USUAL_STUBS, /panic\(\s*"(?:todo|unimplemented)/giu],
};

export const rust: FixLanguage = {
  id: 'rust',
  names: ['rust', 'rs'],
  functions: ['function_item'],
  classes: ['impl_item', 'trait_item', 'struct_item', 'enum_item'],
  imports: ['use_declaration'],
  blocks: ['source_file', 'block', 'declaration_list', 'match_block'],
  calls: ['call_expression'],
  // `'` begins the name of a lifetime as well.
  quotes: '"',
  suppressions: [/#!?\[allow\(/gu],
  stubs: [...USUAL_STUBS, /\b(?:todo|unimplemented)!\s*\(/gu],
};
