export function scratchFolder(name: string): string;
export function removeFolder(folder: string): void;
