/** Python: modules are named by the packages that they stand in; a decorator marks what is abstract. */
import { dirname, join, relative } from 'node:path';
import type { ProjectFile, ProjectView } from '../../project.ts';
import { pythonModules } from '../../resolve/languages/python-modules.ts';
import type { Naming } from '../naming.ts';

const ENDING = /(?:\/__init__)?\.pyi?$/u;

/** The folder that holds the outermost package. A folder without a file of its own may be part of a package above it. */
function outermost(folder: string, project: ProjectView): string {
  let top = folder;
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    if (project.file(join(at, '__init__.py')) !== undefined) top = dirname(at);
  }
  return top;
}

/** From the folder that holds the outermost package; by dots where the importer names its neighbours so. */
function moduleOf(file: ProjectFile, importer: string, written: readonly string[], project: ProjectView): string {
  const top = outermost(dirname(file.path), project);
  const partsOf = (path: string): string[] => relative(top, path).replaceAll('\\', '/').replace(ENDING, '').split('/');
  const parts = partsOf(file.path);
  const own = partsOf(importer);
  const isNear = own[0] === parts[0] && parts.length > 1 && written.some((from) => from.startsWith('.'));
  if (!isNear) return parts.join('.');
  const folder = importer.endsWith('__init__.py') ? own : own.slice(0, -1);
  let same = 0;
  while (same < folder.length && same < parts.length && folder[same] === parts[same]) same++;
  return '.'.repeat(folder.length - same + 1) + parts.slice(same).join('.');
}

export const pythonNaming: Naming = {
  kin: ['python'],
  moduleOf,
  fileOf: pythonModules.fileOf,
  isItself: (from, path) =>
    path
      .replaceAll('\\', '/')
      .replace(ENDING, '')
      .endsWith(`/${from.replaceAll('.', '/')}`),
  abstractMark: /@(?:abc\.)?abstract/u,
};
