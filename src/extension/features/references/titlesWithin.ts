/** As many as a disk answers well at a time. */
const AT_A_TIME = 8;

/**
 * The titles of files, as many as can be had in time, the first ones first.
 * @param titleOf never fails
 * @param ms milliseconds after which what is known is enough
 * @param signal nobody wants them any more
 */
export async function titlesWithin(
  uris: readonly string[],
  titleOf: (uri: string) => Promise<string>,
  ms: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  const open = uris.values();
  let isOver = signal.aborted;
  const work = async (): Promise<void> => {
    for (const uri of open) {
      if (isOver) return;
      const title = await titleOf(uri);
      if (!isOver) titles.set(uri, title);
    }
  };
  await new Promise<void>((resolve) => {
    const end = (): void => {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    void Promise.all(Array.from({ length: AT_A_TIME }, work)).then(end, end);
    if (isOver) end();
  });
  return titles;
}
