/** PHP: grammar, file names, comments, what a piece of a file may stand in. */
import type { Language } from '../language.ts';

/** Whether a piece starts in the HTML of a template: it opens PHP before it closes it, or it has no PHP at all. */
function isTemplate(piece: string): boolean {
  const tag = /<\?(?:php\b|=)|\?>/i.exec(piece)?.[0];
  return tag === undefined ? /^\s*<[a-z!/]/i.test(piece) : tag !== '?>';
}

export const php: Language = {
  id: 'php',
  grammar: 'tree-sitter-php.wasm',
  queries: 'php',
  filetypes: ['php'],
  extensions: ['.php', '.phtml', '.inc'],
  lineComment: '//',
  blockComment: ['/*', '*/'],
  namespaceLine: 'namespace {name};',
  follow: ['else', 'elseif', 'catch', 'finally'],
  openingTag: /^\s*<\?php\b/i,
  tag: (piece) => (isTemplate(piece) ? '' : '<?php '),
  surroundings: [
    {
      when: /^(?:(?:public|private|protected|static|abstract|final|readonly)\s|(?:const|use|case)\s.*;$)/,
      head: 'class A {',
    },
    { head: '{' },
  ],
};
