/** TypeScript: grammar, file names, comments, what a piece of a file may stand in. */
import type { Language } from '../language.ts';

export const typescript: Language = {
  id: 'typescript',
  grammar: 'tree-sitter-typescript.wasm',
  queries: 'typescript',
  filetypes: ['typescript'],
  extensions: ['.ts', '.mts', '.cts'],
  onlyDeclares: /\.d\.[cm]?ts$/,
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
