/** Python: grammar, file names, comment, what a piece of a file may stand in. */
import type { Language } from '../language.ts';

export const python: Language = {
  id: 'python',
  grammar: 'tree-sitter-python.wasm',
  queries: 'python',
  filetypes: ['python'],
  extensions: ['.py', '.pyi'],
  lineComment: '#',
  docQuotes: /"""|'''/,
  layout: 'indentation',
  follow: ['elif', 'else', 'except', 'finally'],
  surroundings: [{ head: 'if a:' }],
};
