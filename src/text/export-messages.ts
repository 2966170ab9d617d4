/** What goes over the border between the host and the thread that makes a dataset. Both ends are of one version. */

/** How the thread is started. */
export interface ExportOrder {
  /** What stands behind `:FimExport`, word by word. */
  readonly args: readonly string[];
  /** Absolute folder that relative paths in `args` are of; the project where none is named. */
  readonly cwd: string;
  /** The editor's options, as JSON. */
  readonly options: string;
  /** Examples to show before anything is written. */
  readonly examples: number;
  /** An older dataset may be replaced. */
  readonly force: boolean;
}

/** One example for a person. Texts are pieces of source: what stands between the lines that are shown is not in it. */
export interface ExportExample {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly kind: string;
  readonly split: string;
  readonly tokens: number;
  readonly prefix: string;
  readonly middle: string;
  readonly suffix: string;
}

export type ToExporter = { readonly kind: 'go' } | { readonly kind: 'cancel' };

export type FromExporter =
  | { readonly kind: 'preview'; readonly output: string; readonly examples: readonly ExportExample[] }
  | { readonly kind: 'progress'; readonly stage: string; readonly done: number; readonly all: number }
  /** It is over. `text`: one or more lines for a person; '' where it was cancelled. */
  | { readonly kind: 'ended'; readonly isDone: boolean; readonly text: string };
