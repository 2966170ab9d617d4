/** TypeScript and JavaScript, with and without JSX, for repairs. */
import type { ImportOffer } from '../../context/service.ts';
import { type FixLanguage, USUAL_STUBS } from './language.ts';
import { scriptMembers } from './script-members.ts';

/** `node:fs`, `@scope/package`, `@/alias`, `../up`, `./here`, as sorters tell them apart. */
const KINDS: readonly RegExp[] = [/^node:/u, /^@?[a-z0-9]/iu, /^[@~#]\//u, /^\.\./u, /^\./u];

/** With single quotes and a semicolon, the likeliest first. */
function importsOf({ name, from, kind, further = [] }: ImportOffer, alias: string): readonly string[] {
  if (from === undefined) return [];
  if (name === '*') return [`import * as ${alias} from '${from}';`];
  if (name === 'default') return [`import ${alias} from '${from}';`];
  const all = (names: readonly string[], type = ''): string => `import ${type}{ ${names.join(', ')} } from '${from}';`;
  const own = name === alias ? name : `${name} as ${alias}`;
  // Some projects want it to be said of types.
  const usual = [all([own]), all([own], 'type ')];
  if (further.length === 0) return kind === 'type' ? usual.toReversed() : usual;
  const named = [{ name: own, isType: kind === 'type' }, ...further].sort((a, b) =>
    a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1,
  );
  const names = named.map((each) => each.name);
  if (named.every(({ isType }) => isType)) return [all(names, 'type '), all(names), ...usual];
  const marked = named.map((each) => (each.isType ? `type ${each.name}` : each.name));
  return [all(marked), all(names), ...usual];
}

/** With the quotes of the file's strings, those of its imports first, and no semicolon where its imports have none. */
function inHabitOf(text: string, line: string): string {
  const imports = [
    ...text.matchAll(
      /^(?:import|export)\s[^;'"\n]*(["'])[^"'\n]*["'];?[ \t]*$|^\}\s*from\s+(["'])[^"'\n]*["'];?[ \t]*$/gmu,
    ),
  ];
  const quoted = imports.length > 0 ? imports.map(([whole]) => whole) : [text];
  const count = (sign: string): number => quoted.reduce((sum, each) => sum + each.split(sign).length - 1, 0);
  const isBare = imports.length > 0 && imports.every(([whole]) => !whole.trimEnd().endsWith(';'));
  const ended = isBare ? line.replace(/;$/u, '') : line;
  return count('"') > count("'") ? ended.replaceAll("'", '"') : ended;
}

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
  importTexts: (offer, alias, text) => importsOf(offer, alias).map((line) => inHabitOf(text, line)),
  importParts: (statement) => {
    const path = /['"]([^'"]+)['"]\s*;?\s*$/u.exec(statement)?.[1] ?? '';
    const [, type, before = '', list] =
      /^import\s+(type\s)?\s*([^{'"]*?)(?:\{([^}]*)\})?\s*(?:from\s*)?['"]/u.exec(statement) ?? [];
    const names = list
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const rank = KINDS.findIndex((kind) => kind.test(path));
    return {
      path,
      rank: rank < 0 ? 0 : rank,
      form: 0,
      isType: type !== undefined,
      isWhole: before.replace(/from\s*$/u, '').trim() !== '' || names === undefined,
      ...(names === undefined ? {} : { names }),
    };
  },
  usualUnit: '  ',
  memberStyles: scriptMembers,
  heads: [{ head: /^\s*(?:case\s.*|default)$/u, word: ':' }],
  returns: {
    end: ';',
    own: 'this',
    selfTypes: ['this'],
    local: /(?<![\w$.'"`])[\p{L}_$][\p{L}\p{N}_$]*(?=\s*[=:.[+\-*/|&?])/gu,
    writes: /^(?:\s*:[^=;\n]+)?\s*=(?![=>])/u,
    builds: [
      { write: /^\.(?:push|unshift)\(|^\[[^\]\n]*\]\s*=(?![=>])/u, type: /\[\]$|^(?:Readonly)?Array</u },
      { write: /^\[[^\]\n]*\]\s*=(?![=>])/u, type: /^(?:Record|Partial)<|^\{/u },
      { write: /^\.set\(/u, type: /^(?:Readonly)?Map</u },
      { write: /^\.add\(/u, type: /^(?:Readonly)?Set</u },
      { write: /^\s*[+-]=/u, type: /^(?:string|number|bigint)$/u },
    ],
  },
  equals: '===',
  ownMember: 'this.',
  ownReach: /\bthis\??\.$/u,
  staticModifier: /\bstatic\s+(?=[\w#]+\s*\()/u,
  suppressions: [
    /@ts-(?:ignore|expect-error|nocheck)\b/giu,
    /\b(?:eslint|oxlint|tslint:?)[-:]disable(?:-[\w-]+)?/giu,
    /\bdeno-lint-ignore/giu,
    /\bbiome-ignore\b/giu,
    /\bprettier-ignore\b/giu,
    /\bas\s+(?:any|unknown\s+as|never)\b/giu,
    /<any>\s*(?=[\w$({[])/giu,
    /:\s*any\b(?!\s*\()/giu,
    /[<,]\s*any\s*(?=[>,[])/gu,
  ],
  casts: [
    // Not `as const`, and not the alias of an import.
    /(?<=[\w)\]}"'`]\s)\bas\s+(?!const\b)(?=[\w{[(])(?![^\n]*\}\s*from\b)/gu,
    /(?<=[\w)\]])!(?=[.;,)[\]]|\s*$)/gmu,
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
