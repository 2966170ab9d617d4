/** TypeScript and JavaScript: which file an import means. Paths are tried as the compiler does; other names are the project's and its libraries' business. */
import { dirname, join } from 'node:path';
import { splitOutside } from '../../extract/split.ts';
import type { ProjectFile, ProjectView } from '../../project.ts';
import type { ModuleRules } from '../module-view.ts';

/** Tried in this order behind a path without an ending. */
const ENDINGS = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.mts', '.d.cts'] as const;
/** What is built from TypeScript is imported by the name that it will have. */
const BUILT = /\.([cm]?)jsx?$/u;

/** Paths that may be meant, the likeliest first. @param path absolute, as an import writes it */
export function modulePaths(path: string): readonly string[] {
  const bare = path.replace(BUILT, '');
  const stems = bare === path ? [path] : [bare, path];
  return [
    ...(/\.[cm]?[jt]sx?$/u.test(path) ? [path] : []),
    ...stems.flatMap((stem) => ENDINGS.map((ending) => stem + ending)),
    ...ENDINGS.map((ending) => join(path, `index${ending}`)),
  ];
}

/** Types that have members of what they are given first. */
const SAME = /^(?:Partial|Readonly|Required|NonNullable|Pick|Omit)<(.*)>$/su;

function parentOf(type: string): string {
  const inner = SAME.exec(type)?.[1];
  return inner === undefined ? type : parentOf(splitOutside(inner, ',', true)[0] ?? '');
}

export const scriptModules: ModuleRules = {
  parentOf,
  globals: '<typescript>',
  fileOf(from: string, importer: string, project: ProjectView): ProjectFile | undefined {
    if (from.startsWith('.')) {
      for (const path of modulePaths(join(dirname(importer), from))) {
        const file = project.file(path);
        if (file !== undefined) return file;
      }
    }
    return project.library(from, importer);
  },
};
