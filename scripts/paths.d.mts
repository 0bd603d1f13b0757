export const root: string;
export function inRoot(...parts: readonly string[]): string;
export function workFolder(...parts: readonly string[]): string;
