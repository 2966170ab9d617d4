/** TypeScript and JavaScript, with and without JSX, for repairs. */
import { type FixLanguage, USUAL_STUBS } from './language.ts';

const script: Omit<FixLanguage, 'id' | 'names'> = {
  functions: [
    'function_declaration',
    'generator_function_declaration',
    'method_definition',
    'function_expression',
    'arrow_function',
  ],
  classes: ['class_declaration', 'abstract_class_declaration', 'class', 'interface_declaration', 'enum_declaration'],
  imports: ['import_statement'],
  blocks: [
    'program',
    'statement_block',
    'class_body',
    'interface_body',
    'object_type',
    'enum_body',
    'switch_body',
    'switch_case',
    'switch_default',
  ],
  calls: ['call_expression', 'new_expression'],
  importLine: /^\s*import\s+(?:type\s+)?(?:[\w$*{][^;'"]*\sfrom\s+)?['"][^'"]+['"]\s*;?\s*$/u,
  importTexts: ({ name, from }, alias) => {
    if (from === undefined) return [];
    if (name === '*') return [`import * as ${alias} from '${from}';`];
    if (name === 'default') return [`import ${alias} from '${from}';`];
    const names = `{ ${name === alias ? name : `${name} as ${alias}`} } from '${from}';`;
    // Some projects want it to be said of types.
    return [`import ${names}`, `import type ${names}`];
  },
  equals: '===',
  ownMember: 'this.',
  staticModifier: /\bstatic\s+(?=[\w#]+\s*\()/u,
  suppressions: [
    /@ts-(?:ignore|expect-error|nocheck)\b/giu,
    /\beslint-disable(?:-[\w-]+)?/giu,
    /\bbiome-ignore\b/giu,
    /\bprettier-ignore\b/giu,
    /\bas\s+(?:any|unknown\s+as|never)\b/giu,
    /<any>\s*(?=[\w$({[])/giu,
    /:\s*any\b(?!\s*\()/giu,
  ],
  stubs: [...USUAL_STUBS, /throw\s+new\s+\w*NotImplemented\w*\b/giu],
};

export const typescript: FixLanguage = {
  ...script,
  id: 'typescript',
  names: ['typescript', 'ts', 'mts', 'cts', 'javascript', 'js'],
};
export const tsx: FixLanguage = {
  ...script,
  id: 'tsx',
  names: ['tsx', 'typescript', 'ts', 'typescriptreact', 'jsx', 'javascript', 'js'],
};
export const javascript: FixLanguage = {
  ...script,
  id: 'javascript',
  names: ['javascript', 'js', 'jsx', 'mjs', 'cjs', 'javascriptreact', 'typescript', 'ts'],
};
