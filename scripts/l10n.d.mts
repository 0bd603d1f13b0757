export const bundleFile: string;
export function textsOfCode(): Record<string, string>;
