/** Fills prompt templates. The user's text is only ever appended: nothing in it is read as a placeholder or as a replacement pattern. */

/** The slots of a template; everything else in it is literal. */
export type Slot = 'prefix' | 'suffix';

export type TemplatePart = { readonly literal: string } | { readonly slot: Slot };

/** Templates that are kept in parts: each prompt fills the same few. */
const MOST_KEPT = 100;
const kept = new Map<string, readonly TemplatePart[]>();

/** Splits a template at `{prefix}` and `{suffix}`. Other braces are literal. */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const known = kept.get(template);
  if (known !== undefined) return known;
  const parts = partsOf(template);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(template, parts);
  return parts;
}

function partsOf(template: string): readonly TemplatePart[] {
  return template
    .split(/(\{prefix\}|\{suffix\})/u)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece === '{prefix}' ? { slot: 'prefix' } : piece === '{suffix}' ? { slot: 'suffix' } : { literal: piece },
    );
}

/** The template with its slots filled. */
export function fillTemplate(template: string, text: Readonly<Record<Slot, string>>): string {
  return parseTemplate(template)
    .map((part) => ('slot' in part ? text[part.slot] : part.literal))
    .join('');
}
