import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProjectIndex } from '../../../src/context/index/project-index.ts';
import { Recency } from '../../../src/context/index/recency.ts';
import type { Found } from '../../../src/context/project.ts';
import { knownType } from '../../../src/context/sources/known-type.ts';
import { MembersInOrder } from '../../../src/context/sources/members-in-order.ts';
import { type Declaration, NO_SYMBOLS } from '../../../src/context/symbols.ts';

const PATH = '/project/order.php';

/** A class with methods of these names, put into a project that had it before. */
function typeIn(project: ProjectIndex, names: readonly string[]): Found {
  const place = { row: 0, endRow: 0, nameRow: 0 };
  const type: Declaration = { ...place, kind: 'class', name: 'Order', qualified: 'Order', parent: -1, signature: '' };
  const members = names.map((name): Declaration => ({ ...type, kind: 'method', name, qualified: '', parent: 0 }));
  const symbols = { ...NO_SYMBOLS, declarations: [type, ...members] };
  project.put({ path: PATH, relative: 'order.php', symbols, isOwn: true });
  const found = project.type('Order');
  if (found === undefined) throw new Error('the class is not in the project');
  return found;
}

function projectOf(usage: (name: string) => number): ProjectIndex {
  const none = { text: () => undefined, loadLibraryType: () => false, loadLibraryFunction: () => false };
  return new ProjectIndex({ root: '/project', ...none, usage, recency: new Recency() });
}

it('members are in the order of their scores, equals in their own, as far as somebody looks', () => {
  const member = fc.record({ score: fc.integer({ min: 1, max: 6 }), isSeen: fc.boolean() });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 30 }), (members) => {
      const type = knownType(
        typeIn(
          projectOf(() => 0),
          members.map((_, at) => `m${at}`),
        ),
        projectOf(() => 0),
      );
      const shareOf = (place: number): number => (members[place]?.isSeen === true ? 0.3 : 1);
      const scoreOf = (place: number): number => members[place]?.score ?? 0;
      const places = members.map((_, place) => place);
      const ordered = new MembersInOrder(type, places, { scoreOf, shareOf });
      const sorted = [...places].sort((a, b) => scoreOf(b) * shareOf(b) - scoreOf(a) * shareOf(a));
      expect(places.map((rank) => ordered.at(rank))).toEqual(sorted);
      expect(ordered.at(places.length)).toBeUndefined();
    }),
  );
});

it('what is known of a type goes along when its members change', () => {
  const name = fc.constantFrom('findOrder', 'findInvoice', 'total', '__get', 'a', 'saveAll');
  fc.assert(
    fc.property(fc.array(fc.array(name, { maxLength: 12 }), { minLength: 1, maxLength: 4 }), (states) => {
      const project = projectOf((one) => one.length);
      for (const names of states) {
        const type = knownType(typeIn(project, names), project);
        const fresh = projectOf((one) => one.length);
        const anew = knownType(typeIn(fresh, names), fresh);
        const words = new Set(Array.from({ length: 100 }, (_, word) => word));
        expect(type.places).toHaveLength(names.length);
        for (const place of type.places) {
          expect(type.nameOf(place)).toBe(names[place]);
          expect(type.keyOf(place)).toBe(anew.keyOf(place));
          expect(type.usageOf(place)).toBe(anew.usageOf(place));
          expect(type.isMagic(place)).toBe(names[place] === '__get');
          expect(type.commonWords(place, words)).toBe(anew.commonWords(place, words));
        }
        expect([...type.keys].sort()).toEqual([...anew.keys].sort());
      }
    }),
  );
});
