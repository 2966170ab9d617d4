/** PHP, for repairs. */
import { type FixLanguage, USUAL_STUBS } from './language.ts';
import { phpMembers } from './php-members.ts';

export const php: FixLanguage = {
  id: 'php',
  names: ['php', 'php8', 'phtml', 'laravel'],
  functions: ['method_declaration', 'function_definition'],
  classes: ['class_declaration', 'interface_declaration', 'trait_declaration', 'enum_declaration', 'anonymous_class'],
  imports: ['namespace_use_declaration'],
  blocks: [
    'program',
    'compound_statement',
    'declaration_list',
    'enum_declaration_list',
    'colon_block',
    'switch_block',
    'match_block',
    'case_statement',
    'default_statement',
  ],
  calls: [
    'function_call_expression',
    'member_call_expression',
    'nullsafe_member_call_expression',
    'scoped_call_expression',
    'object_creation_expression',
  ],
  importLine:
    /^\s*use\s+(?:function\s+|const\s+)?\\?[A-Za-z_\x80-\uffff][\w\\\x80-\uffff]*(?:\\\{[^}]*\})?(?:\s+as\s+\w+)?\s*;\s*$/u,
  importTexts: ({ name, kind }, alias) => {
    const bare = name.replace(/^\\/u, '');
    if (bare === '' || kind === 'module') return [];
    const as = bare.slice(bare.lastIndexOf('\\') + 1) === alias ? '' : ` as ${alias}`;
    return [`use ${kind === 'type' ? '' : `${kind === 'constant' ? 'const' : kind} `}${bare}${as};`];
  },
  importParts: (statement) => {
    const [, kind = '', path = ''] = /^use\s+(?:(function|const)\s+)?\\?([\w\\\x80-\uffff]*)/u.exec(statement) ?? [];
    const rank = ['', 'function', 'const'].indexOf(kind);
    return { path, rank, form: rank };
  },
  memberStyles: phpMembers,
  heads: [{ head: /^\s*(?:case\s.*|default)$/u, word: ':' }],
  quotes: '\'"',
  returns: {
    end: ';',
    own: '$this',
    selfTypes: ['static', 'self', '$this'],
    local: /\$(?!this\b)[\p{L}_][\p{L}\p{N}_]*/gu,
    writes: /^\s*=(?![=>])/u,
    builds: [
      // What is only marked is given by its keys.
      { write: /^\s*(?:\[[^\]\n]*\]\s*)+=(?![=>]|\s*(?:true|1);)/u, type: /^\??(?:array|iterable)$/iu },
      { write: /^\s*\.=/u, type: /^\??string$/iu },
      { write: /^\s*[+-]=/u, type: /^\??(?:int|float)$/iu },
    ],
  },
  equals: '===',
  receivers: [
    { from: /\$this::/gu, to: '$this->', says: 'The member needs its object.' },
    { from: /\$this->/gu, to: 'self::', says: 'The member is static.' },
    { from: /\b(?:self|static)::/gu, to: '$this->', says: 'The member needs an object.' },
    { from: /\b[A-Z]\w*::/gu, to: '$this->', says: 'The member needs an object.' },
    { from: /->/gu, to: '::', says: 'The member is static.' },
  ],
  ownMember: '$this->',
  ownReach: /(?:\$this\??->|\b(?:self|static)::|\[\s*(?:\$this|self::class|static::class)\s*,\s*['"])$/u,
  staticModifier: /(?<=\b(?:public|private|protected|final)\s)static\s+(?=function)|\bstatic\s+(?=function\s+\w)/u,
  suppressions: [
    /@phpstan-ignore(?:-[\w-]+)?/giu,
    /@psalm-suppress/giu,
    // intelephense's own.
    /@disregard\b/giu,
    /@phan-suppress/giu,
    /@SuppressWarnings\b/giu,
    /@(?:return|var)\s+mixed\b/giu,
    /@noinspection\b/giu,
    /@phpcs:|phpcs:(?:ignore|disable)/giu,
    /@codingStandardsIgnore/giu,
    /\berror_reporting\s*\(/giu,
    /\bini_set\s*\(\s*['"](?:display_errors|error_reporting)/giu,
    // `@` before an expression; in comments it starts a tag, behind a `*`, a blank or a letter.
    /(?<=(?:^|[=(,;!&|?:{]|\breturn|\becho)\s*)@(?=\s*[\\A-Za-z_$([])/gmu,
    /(?<![\w$\\>:|&-])mixed(?=\s+(?:&|\.\.\.)?\$)|(?<=\)\s*:\s*)mixed\b/giu,
  ],
  stubs: [...USUAL_STUBS, /throw\s+new\s+\\?(?:BadMethodCall|BadFunctionCall)Exception\b/giu],
};
