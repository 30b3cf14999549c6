import { fileURLToPath } from 'node:url';

/** Where each reader's figures go, for table.ts. */
export const FIGURES = fileURLToPath(new URL('../../out/engines/', import.meta.url));

/** A line of the table in docs/engines.md. */
export interface Figure {
  readonly reader: string;
  readonly format: string;
  readonly checked: string;
  readonly required: string;
  /** The worst of all avatars. */
  readonly measured: string;
  /** How many avatars, or files, it is the worst of. */
  readonly files: number;
}
