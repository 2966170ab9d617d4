/** Members of a type in the order that they are shown, put in order when somebody looks at them: of most types nobody does. Judges nothing. */
import type { Found } from '../project.ts';

export class MembersInOrder {
  readonly #members: readonly Found[];
  readonly #order: (members: readonly Found[]) => readonly Found[];
  #ordered: readonly Found[] | undefined;

  /** @param order the best first; what is left out before is as good as what is left out behind it */
  constructor(members: readonly Found[], order: (members: readonly Found[]) => readonly Found[] = (same) => same) {
    this.#members = members;
    this.#order = order;
  }

  get count(): number {
    return this.#members.length;
  }

  /** Best first. */
  get all(): readonly Found[] {
    this.#ordered ??= this.#order(this.#members);
    return this.#ordered;
  }

  /** Those that aren't called so. */
  without(names: ReadonlySet<string>): MembersInOrder {
    if (names.size === 0) return this;
    const left = this.#members.filter(({ declaration }) => !names.has(declaration.name));
    return new MembersInOrder(left, this.#order);
  }
}
