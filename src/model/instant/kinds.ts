/** Which files speak for each other: extensions of the same kind of language. Knows names only, reads nothing. */
import { extname } from 'node:path';

/** One line per kind; an extension that stands in none is a kind of its own. */
const KINDS: readonly (readonly string[])[] = [
  ['php', 'phtml', 'inc'],
  ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'vue', 'svelte'],
  ['c', 'h', 'cc', 'cpp', 'cxx', 'hh', 'hpp', 'hxx'],
  ['py', 'pyi'],
  ['css', 'scss', 'less'],
  ['html', 'htm'],
  ['yml', 'yaml'],
  ['sh', 'bash', 'zsh'],
];

/** Neovim filetypes whose usual extension is not their name. For buffers without a file name. */
const EXTENSION_OF: Readonly<Record<string, string>> = {
  javascript: 'js',
  javascriptreact: 'jsx',
  typescript: 'ts',
  typescriptreact: 'tsx',
  python: 'py',
  rust: 'rs',
  ruby: 'rb',
  markdown: 'md',
  perl: 'pl',
  haskell: 'hs',
  kotlin: 'kt',
};

/** Extensions of the kind that a file belongs to, without dots; the first names the kind. Empty when neither path nor filetype says. */
export function kindOf(path: string, filetype: string): readonly string[] {
  const extension = extname(path).slice(1).toLowerCase() || (EXTENSION_OF[filetype] ?? filetype);
  if (extension === '') return [];
  return KINDS.find((kind) => kind.includes(extension)) ?? [extension];
}
