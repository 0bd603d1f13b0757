import { describe, expect, it } from 'vitest';
import { HistoryMachine, historyFolder } from '../../../test/support/historyWindows';
import { compositionBody } from './compositionText';

describe('the history', () => {
  it('writes a new composition, and finds it again', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const made = await history.create({ body: 'Explain the build.', directory: 'file:///work', tags: ['build'], prompts: ['file:///p.md'] });
    expect(machine.names).toHaveLength(1);
    expect(machine.names[0]).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.md$/);
    expect(compositionBody(machine.files.textOf(made.uri) ?? '')).toBe('Explain the build.');
    expect((await history.list()).items).toEqual([made]);
    expect(made).toMatchObject({ created: machine.clock.now(), directory: 'file:///work', tags: ['build'], excerpt: 'Explain the build.', lines: 1, isMissing: false });
    expect((await history.search('build')).map(({ composition }) => composition.uuid)).toEqual([made.uuid]);
    expect(await history.findByUri(made.uri)).toEqual(made);
    expect((await history.load(made.uuid))?.text).toBe(machine.files.textOf(made.uri));
    expect(made.uri.startsWith(historyFolder)).toBe(true);
  });
});
