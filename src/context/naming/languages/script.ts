/** TypeScript and JavaScript: modules are named by paths, with or without an ending; signatures say themselves what is abstract. */
import { dirname, join, relative } from 'node:path';
import type { ProjectFile, ProjectView } from '../../project.ts';
import { scriptModules } from '../../resolve/languages/script-modules.ts';
import type { Naming } from '../naming.ts';

/** As most of the others end. */
function moduleOf(file: ProjectFile, importer: string, written: readonly string[]): string {
  const to = relative(dirname(importer), file.path).replaceAll('\\', '/');
  const path = to.startsWith('.') ? to : `./${to}`;
  const share = (ending: RegExp): number => written.filter((from) => ending.test(from)).length / written.length;
  if (share(/\.[cm]?tsx?$/u) > HALF) return path;
  const bare = path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/u, '');
  return share(/\.[cm]?jsx?$/u) > HALF ? `${bare}.js` : bare.replace(/\/index$/u, '');
}

const HALF = 0.5;

function packageOf(path: string, project: ProjectView): string {
  for (let folder = dirname(path); folder.length > project.root.length; folder = dirname(folder)) {
    if (project.text(join(folder, 'package.json')) !== undefined) return folder;
  }
  return project.root;
}

export const scriptNaming: Naming = {
  kin: ['typescript', 'tsx', 'javascript'],
  moduleOf,
  fileOf: scriptModules.fileOf,
  packageOf,
};
