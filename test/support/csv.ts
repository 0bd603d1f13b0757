/** Reads comma-separated values as RFC 4180 has them: quoted fields may contain commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) throw new Error('Not CSV: a quote is not closed, or text follows it');
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') {
      if (field.lastIndex < text.length) continue;
      row.push('');
    }
    rows.push(row);
    row = [];
  }
  return rows;
}
