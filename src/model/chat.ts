/** What a model looks like to those who talk to it in messages: its server fills the template. For repairs; completions never chat. */

export interface ChatAsk {
  /** As the server knows it; '' where it has one. */
  readonly model: string;
  readonly messages: readonly { readonly role: 'system' | 'user'; readonly content: string }[];
  readonly maxTokens: number;
  readonly temperature: number;
  /** Tokens that the server has to have room for, prompt and answer together. */
  readonly contextTokens: number;
}

export interface ChatChunk {
  readonly text: string;
  /** The model did not end by itself: a limit or the connection ended it. */
  readonly isCutOff?: boolean;
}

export interface Chat {
  /** As in the option `backend`. */
  readonly name: string;
  /** A URL, for people. */
  readonly place: string;
  /**
   * Streams the answer. Aborting `signal` closes the connection; the iteration then throws an AbortError.
   * @throws FimError for everything that a user should read
   */
  chat(ask: ChatAsk, signal: AbortSignal): AsyncIterable<ChatChunk>;
}
