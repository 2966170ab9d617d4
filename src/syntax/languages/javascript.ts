/** JavaScript, with JSX: grammar, file names, comments, what a piece of a file may stand in. */
import type { Language } from '../language.ts';

export const javascript: Language = {
  id: 'javascript',
  grammar: 'tree-sitter-javascript.wasm',
  queries: 'javascript',
  filetypes: ['javascript', 'javascriptreact'],
  extensions: ['.js', '.mjs', '.cjs', '.jsx'],
  lineComment: '//',
  blockComment: ['/*', '*/'],
  follow: ['else', 'catch', 'finally'],
  surroundings: [
    {
      when: /^(?:(?:public|private|protected|static|readonly|abstract|override|async|get|set)\s|(?!(?:if|for|while|switch|catch|function|return)\b)[\w$#]+(?:<.*>)?\(.*\{$)/,
      head: 'class A {',
    },
    { head: '{' },
  ],
};
