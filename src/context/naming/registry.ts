/** Languages that name modules. A new one is a file in `languages/` and a line here; one without an entry brings in nothing that its files declare, but for those with namespaces. */
import { pythonNaming } from './languages/python.ts';
import { scriptNaming } from './languages/script.ts';
import type { Naming } from './naming.ts';

const NAMINGS: readonly Naming[] = [scriptNaming, pythonNaming];

const byId = new Map(NAMINGS.flatMap((naming) => naming.kin.map((id) => [id, naming])));

/** @param language id of an entry in `src/syntax` */
export function namingOf(language: string): Naming | undefined {
  return byId.get(language);
}

/** Whether files of two languages can name what the other declares. */
export function areKin(one: string, other: string): boolean {
  return one === other || namingOf(one)?.kin.includes(other) === true;
}
