/** What a language server is to a verifier: how it is started, when it knows its project, how it is asked. Data only; a server is a file in `servers/` and a line in its registry. */

/**
 * How a server tells what it thinks of a text. `publish`: by itself, once a text was opened. `pull`: when it is asked. `tsserver`: by TypeScript's own requests,
 * which answer in the order in which they came.
 */
type Way = 'publish' | 'pull' | 'tsserver';

/** How a server learns what changes on disk while it runs: it watches by itself, or it is to be told. */
type Disk = 'itself' | 'told';

export interface ServerSpec {
  /** As `aliases.ts` names who reports. */
  readonly id: string;
  /** As people know it. */
  readonly name: string;
  /** Languages of `src/syntax`, with the name that the protocol has for each. */
  readonly languages: Readonly<Record<string, string>>;
  /** What Neovim's configurations call its client. */
  readonly clients: readonly string[];
  /** Programs that run it, with arguments; the first one that is there. */
  readonly commands: readonly (readonly string[])[];
  readonly way: Way;
  readonly disk: Disk;
  /** Names of files beside the code that it is to be told of, as it reads how to look at the code in them. */
  readonly settingsFiles?: readonly string[];
  /** A notification that says that the project is read, or what has changed of it; before it, names are not looked at. */
  readonly readyWhen?: string;
  /** @param storage folder of its own: two processes must not share one */
  readonly initializationOptions: (storage: string) => object;
  /** What the server may ask for, by section; others get null. */
  readonly settings: Readonly<Record<string, unknown>>;
}
