/** What may be inserted and drawn as it is. Pure. */

// C0 and C1 controls but the tab, line separators, bidirectional overrides (they make text look like what it is not), lone surrogates.
const UNSHOWABLE =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/u;

/** @param line without its end */
export function isShowable(line: string): boolean {
  return !UNSHOWABLE.test(line);
}
