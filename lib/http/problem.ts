/**
 * What can be wrong with a request that no document of a service names. Each service words them in its own envelope;
 * the HTTP status is the same everywhere.
 */
export const STATUS = {
  'broken body': 400,
  'invalid field': 400,
  'unknown route': 404,
  'wrong method': 405,
  'body too large': 413,
  defect: 500,
  busy: 503,
} as const;

/** Thrown anywhere on a request's way, answered in one place. `field` names an invalid field, which may just be missing. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: keyof typeof STATUS;
  readonly field: string | undefined;
  readonly isMissing: boolean;

  constructor(kind: keyof typeof STATUS, field?: string, isMissing = false) {
    super(field ? `${kind}: ${field}` : kind);
    this.kind = kind;
    this.field = field;
    this.isMissing = isMissing;
  }
}
