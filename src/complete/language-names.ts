/** Names of languages as other programs write them, as filetypes of Neovim. Which of them has a grammar, the registry knows. */
import type { Language } from '../syntax/language.ts';
import { LANGUAGES, languageOf } from '../syntax/registry.ts';

const FILETYPES: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  'typescript-react': 'typescriptreact',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  node: 'javascript',
  ecmascript: 'javascript',
  jsx: 'javascriptreact',
  'javascript-react': 'javascriptreact',
  py: 'python',
  python3: 'python',
  golang: 'go',
  rs: 'rust',
  csharp: 'cs',
  'c#': 'cs',
  'c-sharp': 'cs',
  'c++': 'cpp',
  'f#': 'fsharp',
  'f-sharp': 'fsharp',
  rb: 'ruby',
  kt: 'kotlin',
  shell: 'sh',
  shellscript: 'sh',
  yml: 'yaml',
  md: 'markdown',
  viml: 'vim',
  'objective-c': 'objc',
};

/** The filetype for a name in any usual spelling: `TypeScript`, `c_sharp`, `py`. A name that says nothing stays as it is. */
export function filetypeNamed(name: string): string {
  const plain = name.trim().toLowerCase().replace(/[_ ]/gu, '-');
  return FILETYPES[plain] ?? LANGUAGES.find(({ id }) => id === plain)?.filetypes[0] ?? plain;
}

/** The language of this filetype, or else of this file. */
export function languageNamed(filetype: string, path: string): Language | undefined {
  return languageOf({ filetype, path: '' }) ?? languageOf({ filetype: '', path });
}
