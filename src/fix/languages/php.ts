/** PHP, for repairs. */
import { type FixLanguage, USUAL_STUBS } from './language.ts';

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
  suppressions: [
    /@phpstan-ignore(?:-[\w-]+)?/giu,
    /@psalm-suppress/giu,
    /@noinspection\b/giu,
    /@phpcs:|phpcs:(?:ignore|disable)/giu,
    /@codingStandardsIgnore/giu,
    /\berror_reporting\s*\(/giu,
    // `@` before an expression; in comments it starts a tag, behind a `*`, a blank or a letter.
    /(?<=(?:^|[=(,;!&|?:{]|\breturn|\becho)\s*)@(?=\\?[A-Za-z_$])/gmu,
    /(?<![\w$\\>:|&-])mixed(?=\s+(?:&|\.\.\.)?\$)|(?<=\)\s*:\s*)mixed\b/giu,
  ],
  stubs: [...USUAL_STUBS, /throw\s+new\s+\\?(?:BadMethodCall|BadFunctionCall)Exception\b/giu],
};
