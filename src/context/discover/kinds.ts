/** Which files are text that a project is made of, by their names. Opens none. */
import { LANGUAGES } from '../../syntax/registry.ts';

/** Languages without a grammar still have words. Endings of names, in lower case. */
const MORE_SOURCES = [
  '.vue',
  '.svelte',
  '.twig',
  '.blade.php',
  '.rb',
  '.java',
  '.kt',
  '.scala',
  '.cs',
  '.c',
  '.h',
  '.cc',
  '.cpp',
  '.hpp',
  '.m',
  '.swift',
  '.dart',
  '.ex',
  '.exs',
  '.erl',
  '.hs',
  '.ml',
  '.clj',
  '.zig',
  '.nim',
  '.jl',
  '.r',
  '.pl',
  '.pm',
  '.sh',
  '.bash',
  '.vim',
  '.sql',
  '.graphql',
  '.proto',
  '.tf',
  '.css',
  '.scss',
  '.less',
];

const SOURCES: ReadonlySet<string> = new Set([...LANGUAGES.flatMap(({ extensions }) => extensions), ...MORE_SOURCES]);

/** Written by programs, for programs. */
const GENERATED = /(?:\.min\.(?:js|css)|[-.]bundle\.js|\.map|\.lock|\.snap|_ide_helper\.php|\.d\.mts)$/u;

/** Whether a file of that name is source code that somebody wrote. */
export function isSource(path: string): boolean {
  const name = nameOf(path);
  if (GENERATED.test(name)) return false;
  for (let dot = name.indexOf('.', 1); dot > 0; dot = name.indexOf('.', dot + 1)) {
    if (SOURCES.has(name.slice(dot))) return true;
  }
  return false;
}

/** Whether a file was written by somebody and its name ends so, be it source code or not. @param extensions without dots, in lower case */
export function endsIn(path: string, extensions: readonly string[]): boolean {
  const name = nameOf(path);
  return !GENERATED.test(name) && extensions.some((extension) => name.endsWith(`.${extension}`));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}
