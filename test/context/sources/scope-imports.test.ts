/** Which declaration an import means, in languages whose imports name a path. */
import { describe, expect, it } from 'vitest';
import type { Found } from '../../../src/context/project.ts';
import { comesFrom, importOf } from '../../../src/context/sources/scope-imports.ts';
import { type Declaration, type Import, NO_SYMBOLS } from '../../../src/context/symbols.ts';

const declaration: Declaration = {
  kind: 'class',
  name: 'Order',
  qualified: 'Order',
  parent: -1,
  row: 0,
  endRow: 0,
  nameRow: 0,
  signature: 'class Order',
};

const at = (relative: string): Found => ({
  file: { path: `/project/${relative}`, relative, symbols: NO_SYMBOLS, isOwn: true },
  declaration,
  index: 0,
});

describe('an import', () => {
  it.each([
    ['./models/order', ['src/models/order.ts', 'src/views/order.tsx'], 'src/models/order.ts'],
    ['../order.js', ['src/order.ts', 'src/views/list.ts'], 'src/order.ts'],
    ['./models', ['src/models/index.ts', 'src/other/order.ts'], 'src/models/index.ts'],
    ['./models', ['src/models/order.ts', 'src/other/order.ts'], 'src/models/order.ts'],
    ['app.models', ['app/models.py', 'lib/order.py'], 'app/models.py'],
    ['app.models', ['app/models/__init__.py', 'app/views.py'], 'app/models/__init__.py'],
    ['github.com/shop/internal/models', ['internal/models/order.go', 'api/order.go'], 'internal/models/order.go'],
    ['crate::order', ['src/order.rs', 'src/web/order_view.rs'], 'src/order.rs'],
    ['./anything', ['src/deep/down/order.ts'], 'src/deep/down/order.ts'],
  ])('of %s means the one of %j that is there', (from, paths, want) => {
    expect(comesFrom(paths.map(at), from)?.file.relative).toBe(want);
  });

  it.each([
    ['a library', 'express', ['src/order.ts']],
    ['nobody', './order', []],
    ['any of two that fit alike', './order', ['a/order.ts', 'b/order.ts']],
  ])('means %s: nothing is shown', (_, from, paths) => {
    expect(comesFrom(paths.map(at), from)).toBeUndefined();
  });

  it('is found by the name in the file, and by the module in front of a name', () => {
    const imports: readonly Import[] = [
      { alias: 'Bill', name: 'Order', from: './order', kind: 'type', row: 0 },
      { alias: 'models', name: '*', from: 'app.models', kind: 'module', row: 1 },
      { alias: 'Php', name: 'App\\Php', kind: 'type', row: 2 },
    ];
    expect(importOf('Bill', imports)?.name).toBe('Order');
    expect(importOf('models.Order', imports)?.from).toBe('app.models');
    expect(importOf('Php', imports)).toBeUndefined();
  });
});
