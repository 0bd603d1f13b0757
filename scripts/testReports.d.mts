/** Texts for people: one for each test. */
export interface Outcomes {
  readonly failures: readonly string[];
  readonly flaky: readonly string[];
}

export interface HostReport {
  readonly tests?: readonly { readonly title: string; readonly state: string; readonly error?: string }[];
  readonly retried?: readonly { readonly title: string; readonly error: string | undefined }[];
}

export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] }[];
  }[];
}

export function hostOutcomes(report: HostReport): Outcomes;
export function vitestOutcomes(report: VitestReport, nameOf?: (file: string) => string): Outcomes;
