/** A stretch of a text that gives access to something. Offsets are UTF-16 code units; `end` is exclusive. */
export interface SecretFinding {
  readonly start: number;
  readonly end: number;
  /** Rule that found it, for people: `AWS secret access key`. */
  readonly kind: string;
}
