/** A diagnostic as plain data, whoever reported it, and the two shapes that it comes in from outside. Judges nothing. */
import { z } from 'zod';
import { byteCol, byteLength, utf16Column } from '../text/offset.ts';

/** 0-based rows, 0-based UTF-16 columns; the end is exclusive. */
export interface Span {
  readonly row: number;
  readonly col: number;
  readonly endRow: number;
  readonly endCol: number;
}

/** As the protocol numbers them: error, warning, information, hint. */
export type Severity = 1 | 2 | 3 | 4;

/** Another place that a message speaks of. */
export interface Related {
  readonly message: string;
  /** Absolute path. */
  readonly path: string;
  readonly span: Span;
}

export interface Diagnostic extends Span {
  readonly severity: Severity;
  readonly message: string;
  /** '' where there is none. Numbers are written out. */
  readonly code: string;
  /** Who reported it, in its own spelling; '' when unknown. */
  readonly source: string;
  readonly related: readonly Related[];
}

const count = z.number().int().min(0);
const position = z.object({ line: count, character: count });
const range = z.object({ start: position, end: position });
const code = z.union([z.string(), z.number()]).nullish();
const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

/** Of the language server protocol: UTF-16 columns. */
const lspShape = z.object({
  range,
  message: z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)]),
  severity: severity.nullish(),
  code,
  source: z.string().nullish(),
  relatedInformation: z
    .array(z.object({ message: z.string(), location: z.object({ uri: z.string(), range }) }))
    .nullish(),
});
type LspShape = z.output<typeof lspShape>;

/** Of `vim.diagnostic`: byte columns. */
const nvimShape = z.object({
  lnum: count,
  col: count,
  end_lnum: count.nullish(),
  end_col: count.nullish(),
  message: z.string(),
  severity: severity.nullish(),
  code,
  source: z.string().nullish(),
  user_data: z
    .object({ lsp: z.object({ relatedInformation: lspShape.shape.relatedInformation }) })
    .nullish()
    .catch(undefined),
});

function spanOf({ start, end }: z.output<typeof range>): Span {
  return { row: start.line, col: start.character, endRow: end.line, endCol: end.character };
}

function pathOf(uri: string): string {
  if (!uri.startsWith('file://')) return uri;
  try {
    return decodeURIComponent(new URL(uri).pathname);
  } catch {
    return uri;
  }
}

function relatedOf(list: LspShape['relatedInformation']): readonly Related[] {
  return (list ?? []).map(({ message, location }) => ({
    message,
    path: pathOf(location.uri),
    span: spanOf(location.range),
  }));
}

function codeOf(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** A byte column in a line that may have changed meanwhile: what is behind its end is its end. */
function unitsIn(lines: readonly string[], row: number, bytes: number): number {
  const line = lines[row] ?? '';
  return utf16Column(line, byteCol(Math.min(bytes, byteLength(line))));
}

/**
 * A diagnostic from outside.
 * @param lines of the text that it speaks of: `vim.diagnostic` counts bytes
 * @returns `undefined` for what is none
 */
export function diagnosticFrom(value: unknown, lines: readonly string[]): Diagnostic | undefined {
  const lsp = lspShape.safeParse(value).data;
  if (lsp !== undefined) {
    return {
      ...spanOf(lsp.range),
      severity: lsp.severity ?? 1,
      message: lsp.message,
      code: codeOf(lsp.code),
      source: lsp.source ?? '',
      related: relatedOf(lsp.relatedInformation),
    };
  }
  const nvim = nvimShape.safeParse(value).data;
  if (nvim === undefined) return undefined;
  const endRow = nvim.end_lnum ?? nvim.lnum;
  return {
    row: nvim.lnum,
    col: unitsIn(lines, nvim.lnum, nvim.col),
    endRow,
    endCol: unitsIn(lines, endRow, nvim.end_col ?? nvim.col),
    severity: nvim.severity ?? 1,
    message: nvim.message,
    code: codeOf(nvim.code),
    source: nvim.source ?? '',
    related: relatedOf(nvim.user_data?.lsp.relatedInformation),
  };
}

/** Whether a place belongs to it. A diagnostic without length belongs to its character. */
export function covers(diagnostic: Span, row: number, col: number): boolean {
  const { row: first, col: from, endRow, endCol } = diagnostic;
  if (row < first || (row === first && col < from)) return false;
  if (row === first && col === from) return true;
  return row < endRow || (row === endRow && col < endCol);
}
