/** Code without comments and strings, at the same offsets, read once: it is looked at again and again while one question is answered. */

/** Codes that are remembered. */
const MOST_READ = 6;

/** @param blank takes out of a code what is none; of a code's beginning it makes the same as of the whole */
export function readOnce(blank: (code: string) => string): (code: string) => string {
  /** The latest first. */
  let read: readonly { readonly code: string; readonly plain: string }[] = [];
  return (code) => {
    // Code up to an earlier place has been read with the whole.
    const known = read.find((one) => one.code.startsWith(code));
    if (known !== undefined) return known.plain.slice(0, code.length);
    const plain = blank(code);
    read = [{ code, plain }, ...read.slice(0, MOST_READ - 1)];
    return plain;
  };
}
