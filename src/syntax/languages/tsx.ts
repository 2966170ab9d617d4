/** TypeScript with JSX, a grammar of its own: grammar, file names, comments, what a piece of a file may stand in. */
import type { Language } from '../language.ts';

export const tsx: Language = {
  id: 'tsx',
  grammar: 'tree-sitter-tsx.wasm',
  queries: 'tsx',
  filetypes: ['typescriptreact'],
  extensions: ['.tsx'],
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
