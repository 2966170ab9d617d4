/** Python: which file an import means. Looks in the project's own folders; reads no installed packages. */
import { dirname, join } from 'node:path';
import type { ProjectFile, ProjectView } from '../../project.ts';
import type { ModuleRules } from '../module-view.ts';
import { pythonTypeText } from './python-types.ts';

/** Folders that packages stand in, besides those above the file that imports. */
const SOURCE_FOLDERS = ['', 'src', 'lib', 'python'] as const;

/** What these declare is known by its name, as far as it is known. */
const STANDARD =
  /^(?:typing|typing_extensions|collections|collections\.abc|pathlib|enum|io|contextvars|logging|builtins)$/u;

function moduleAt(path: string, project: ProjectView): ProjectFile | undefined {
  return project.file(`${path}.py`) ?? project.file(join(path, '__init__.py')) ?? project.file(`${path}.pyi`);
}

function fileOf(from: string, importer: string, project: ProjectView): ProjectFile | undefined {
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/su.exec(from) ?? [];
  const below = rest.replaceAll('.', '/');
  if (dots !== '') {
    let folder = dirname(importer);
    for (let up = 1; up < dots.length; up++) folder = dirname(folder);
    return rest === '' ? project.file(join(folder, '__init__.py')) : moduleAt(join(folder, below), project);
  }
  if (rest === '') return undefined;
  for (const folder of SOURCE_FOLDERS) {
    const file = moduleAt(join(project.root, folder, below), project);
    if (file !== undefined) return file;
  }
  // A script sees what stands beside it, a package in a folder of its own what stands beside the package.
  for (let folder = dirname(importer); folder.length > project.root.length; folder = dirname(folder)) {
    if (project.file(join(folder, '__init__.py')) !== undefined) continue;
    const file = moduleAt(join(folder, below), project);
    if (file !== undefined && file.path !== importer) return file;
  }
  return undefined;
}

/** `import a.b` without `as` gives the name `a`, which is the package. */
function wholeFrom(alias: string, from: string): string {
  return from.startsWith(`${alias}.`) ? alias : from;
}

/** The modules of a package, with their names. */
function* submodules({ path }: ProjectFile, project: ProjectView): Iterable<readonly [string, ProjectFile]> {
  if (!path.endsWith('/__init__.py')) return;
  const folder = path.slice(0, -'__init__.py'.length);
  for (const file of project.files()) {
    if (!file.path.startsWith(folder) || file.path === path) continue;
    const name = /^([^\W\d]\w*)(?:\.pyi?|\/__init__\.py)$/u.exec(file.path.slice(folder.length))?.[1];
    if (name !== undefined) yield [name, file];
  }
}

export const pythonModules: ModuleRules = {
  parentOf: (type) => type,
  globals: '<python>',
  fileOf,
  typeText: pythonTypeText,
  isGlobal: (from) => STANDARD.test(from),
  wholeFrom,
  submodules,
};
