/** Ends of an export that are no success, with the status that the program exits with. */

/** 1: nothing to export; 2: wrong use; 3: an invariant broke, or the dataset could not be written. */
export class ExportFailure extends Error {
  override readonly name = 'ExportFailure';
  readonly status: 1 | 2 | 3;

  constructor(status: 1 | 2 | 3, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
