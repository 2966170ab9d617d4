import { expect, it } from 'vitest';
import { ProjectIndex } from '../../../src/context/index/project-index.ts';
import { Recency } from '../../../src/context/index/recency.ts';
import type { ProjectFile } from '../../../src/context/project.ts';
import { type Declaration, NO_SYMBOLS } from '../../../src/context/symbols.ts';

function fileWith(kind: Declaration['kind'], name: string, qualified: string): ProjectFile {
  const declaration = { row: 0, endRow: 0, nameRow: 0, kind, name, qualified, parent: -1, signature: '' };
  const symbols = { ...NO_SYMBOLS, declarations: [declaration] };
  return { path: `/project/${kind}.php`, relative: `${kind}.php`, symbols, isOwn: true };
}

function projectOf(loadLibraryType: (name: string) => boolean): ProjectIndex {
  const none = { text: () => undefined, usage: () => 0, loadLibraryFunction: () => false };
  return new ProjectIndex({ root: '/project', ...none, loadLibraryType, recency: new Recency() });
}

it('a name that nothing declares is found as soon as a file declares it, however it was asked for', () => {
  const project = projectOf(() => false);
  const typesFound = (): readonly unknown[] => [
    project.type('App\\Order'),
    project.type('app\\order'),
    ...project.typesNamed('Order'),
  ];
  expect(typesFound()).toEqual([undefined, undefined]);
  expect(project.function('total')).toBeUndefined();
  project.put(fileWith('class', 'Order', 'App\\Order'));
  project.put(fileWith('function', 'total', 'total'));
  const order = project.type('App\\Order');
  expect(order?.declaration.name).toBe('Order');
  expect(typesFound()).toEqual([order, order, order]);
  expect(project.function('total')?.declaration.name).toBe('total');
});

it('libraries are asked once for a name that they lack, until a file changes', () => {
  const asked: string[] = [];
  const project = projectOf((name) => asked.push(name) === 0);
  for (let again = 0; again < 3; again++) project.type('Missing');
  expect(asked).toEqual(['Missing']);
  project.put(fileWith('class', 'Order', 'App\\Order'));
  project.type('Missing');
  expect(asked).toEqual(['Missing', 'Missing']);
});
