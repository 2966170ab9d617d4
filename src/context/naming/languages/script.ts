/** TypeScript and JavaScript: modules are named by paths, with or without an ending; signatures say themselves what is abstract. */
import { dirname, relative } from 'node:path';
import type { ProjectFile } from '../../project.ts';
import type { Naming } from '../naming.ts';

/** As the importer's other imports end. */
function moduleOf(file: ProjectFile, importer: string, written: readonly string[]): string {
  const to = relative(dirname(importer), file.path).replaceAll('\\', '/');
  const path = to.startsWith('.') ? to : `./${to}`;
  if (written.some((from) => /\.tsx?$/u.test(from))) return path;
  const bare = path.replace(/\.[cm]?[jt]sx?$/u, '');
  return written.some((from) => from.endsWith('.js')) ? `${bare}.js` : bare.replace(/\/index$/u, '');
}

export const scriptNaming: Naming = { kin: ['typescript', 'tsx', 'javascript'], moduleOf };
