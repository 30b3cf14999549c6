/** One thing that is wrong with a file. */
export interface Finding {
  /** An error keeps some tool from using the file; a warning makes it look or behave worse somewhere. */
  readonly severity: 'error' | 'warning';
  /** Stable, for programs: the Khronos validator's own in capitals, ours in kebab-case. */
  readonly code: string;
  /** What was found, a sentence. */
  readonly message: string;
  /** What to do about it, a sentence. */
  readonly todo: string;
}

/** What validation says about a file. */
export interface ValidationReport {
  /** Whether there is no error; warnings may remain. */
  readonly valid: boolean;
  readonly findings: readonly Finding[];
  /** What was looked at, in a few words each. */
  readonly checked: readonly string[];
  /** The skeletons that were found and checked. */
  readonly skeletons: readonly SkeletonSummary[];
  readonly animations: readonly string[];
}

export interface SkeletonSummary {
  /** Name of the root joint. */
  readonly root: string;
  readonly joints: number;
  readonly vertices: number;
  readonly triangles: number;
  /** Metres, at rest. */
  readonly height: number;
}

export const isValid = (findings: readonly Finding[]): boolean =>
  !findings.some(({ severity }) => severity === 'error');

export const error = (code: string, message: string, todo: string): Finding => ({
  severity: 'error',
  code,
  message,
  todo,
});

export const warning = (code: string, message: string, todo: string): Finding => ({
  severity: 'warning',
  code,
  message,
  todo,
});
