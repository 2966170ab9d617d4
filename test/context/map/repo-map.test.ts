/** The repo map: what comes first, what fits, and that it is always the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MapFiles, type MapLook, type MapWords, RepoMap } from '../../../src/context/map/repo-map.ts';
import type { MapRequest } from '../../../src/context/service.ts';
import { absolute, type SmallProject, worldOf } from './small-project.ts';

const shop: SmallProject = {
  'src/Order.php': { types: { Order: ['total', 'addLine', 'shippingAddress'] }, refers: ['Money', 'Customer'] },
  'src/Money.php': { types: { Money: ['cents', 'plusAmount'] } },
  'src/Customer.php': { types: { Customer: ['fullName'] }, refers: ['Address'] },
  'src/Address.php': { types: { Address: ['postalCode'] } },
  'src/Invoice.php': { types: { Invoice: ['dueDate'] }, refers: ['Money', 'Order'], mentions: ['shippingAddress'] },
  'src/Report.php': { types: { Report: ['printAll'] }, refers: ['Money', 'Order'], mentions: ['plusAmount'] },
  'src/Alone.php': { types: { Alone: ['nobodyCalls'] } },
};

function build(world: MapFiles & MapWords): RepoMap {
  return new RepoMap(world, world);
}

function mapOf(project: SmallProject, request: Partial<MapRequest> = {}, look: MapLook = {}): string {
  return build(worldOf(project)).map({ tokens: 1000, focus: [], ...request }, look).text;
}

const heads = (text: string): readonly string[] => text.match(/(?<=class )\w+/gu) ?? [];

describe('the repo map', () => {
  it('starts with what most files refer to, with the members that they use', () => {
    expect(mapOf(shop, { tokens: 48 })).toMatchInlineSnapshot(`
      "src/Money.php:
      class Money
        function plusAmount()
      src/Order.php:
      class Order
      src/Address.php:
      class Address
      src/Customer.php:
      class Customer"
    `);
  });

  it('starts with what the file in focus names, and leaves that file out', () => {
    const text = mapOf(shop, { focus: [absolute('src/Customer.php')] });
    expect(heads(text)[0]).toBe('Address');
    expect(heads(text)).not.toContain('Customer');
  });

  it('starts with what is mentioned, whether files name it or not', () => {
    expect(heads(mapOf(shop, { mentioned: ['Alone'] }))[0]).toBe('Alone');
    expect(mapOf(shop, { mentioned: ['nobodyCalls'], tokens: 16 })).toContain('nobodyCalls');
  });

  it('looks from edited files as well', () => {
    const text = mapOf(shop, { tokens: 12 }, { edited: [absolute('src/Customer.php')] });
    expect(heads(text)).toEqual(['Address']);
  });

  it('leaves out what others show', () => {
    expect(heads(mapOf(shop, {}, { hidden: new Set(['src/Money.php']) }))).not.toContain('Money');
  });

  it('shows the heads of twenty types before it shows all of one', () => {
    const methods = Array.from({ length: 40 }, (_, at) => `aLongMethodName${at}`);
    const types = Array.from({ length: 30 }, (_, at) => `Type${at}`);
    const project: Record<string, SmallProject[string]> = {};
    for (const name of types) project[`src/${name}.php`] = { types: { [name]: methods } };
    for (const user of types) project[`src/${user}User.php`] = { refers: types, mentions: methods };
    expect(new Set(heads(mapOf(project, { tokens: 300 }))).size).toBeGreaterThanOrEqual(20);
  });

  it('never costs more than it may', () => {
    const map = build(worldOf(shop));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (tokens) => {
        const result = map.map({ tokens, focus: [] });
        expect(result.tokens).toBeLessThanOrEqual(tokens);
      }),
    );
  });

  it('is the same in whatever order files are found', () => {
    const entries = Object.entries(shop);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        const focus = [absolute('src/Report.php')];
        expect(mapOf(Object.fromEntries(shuffled), { focus })).toBe(mapOf(shop, { focus }));
      }),
    );
  });

  it('knows of a change as if it had read everything anew', () => {
    const changed = { ...shop, 'src/Alone.php': { types: { Alone: ['stillAlone'] }, refers: ['Address', 'Customer'] } };
    let current = worldOf(shop);
    const map = build({
      files: () => current.files(),
      file: (path) => current.file(path),
      identifiersOf: (path) => current.identifiersOf(path),
    });
    map.map({ tokens: 1000, focus: [] });
    current = worldOf(changed);
    map.changed(absolute('src/Alone.php'));
    expect(map.map({ tokens: 1000, focus: [] }).text).toBe(mapOf(changed));
  });

  it('is empty where there is nothing', () => {
    expect(build(worldOf({})).map({ tokens: 100, focus: ['/gone.php'], mentioned: ['x'] })).toEqual({
      text: '',
      tokens: 0,
      entries: [],
    });
  });
});
