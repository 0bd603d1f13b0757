export function stageExtension(folder: string): Promise<unknown>;
export function packageExtension(target?: string): Promise<{ readonly metafile: unknown; readonly bytes: number }>;
