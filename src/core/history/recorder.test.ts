import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistoryMachine } from '../../../test/support/historyWindows';
import { compositionBody, readCompositionHead } from './compositionText';
import { isRewritten, keptShare } from './textRelation';

const source = 'file:///work/notes.md';
const first = 'Please look through the release notes and tell me what is missing.';
const other = 'Summarise: which tests are slow?';

function bodies(machine: HistoryMachine): readonly string[] {
  return machine.names.map((name) => compositionBody(machine.files.textOf(`file:///history/${name}`) ?? ''));
}

describe('recording a document', () => {
  it('keeps its text in a file of the history, and never touches the document', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const { recorder } = history;
    const made = await recorder.track(source, first, { directory: 'file:///work', prompts: ['file:///p1.md'] });
    expect(recorder.isTracked(source)).toBe(true);
    expect(made).toMatchObject({ source, directory: 'file:///work', prompts: ['file:///p1.md'] });
    await recorder.record(source, `${first}\nMore.`);
    expect(bodies(machine)).toEqual([`${first}\nMore.`]);
    expect(await history.findBySource(source)).toMatchObject({ uuid: made.uuid, excerpt: expect.stringContaining('More.') as unknown });
    expect(machine.files.calls.some((call) => call.endsWith(source))).toBe(false);
  });

  it('writes nothing for a text that is there already, and names inserted prompts once', async () => {
    const machine = new HistoryMachine();
    const { recorder } = machine.open().history;
    const { uri } = await recorder.track(source, first);
    machine.files.forgetCalls();
    await recorder.record(source, first);
    expect(machine.files.callsOf('write')).toEqual([]);
    for (const prompt of ['file:///p2.md', 'file:///p1.md', 'file:///p2.md']) recorder.promptInserted(source, prompt);
    await recorder.record(source, first);
    await recorder.record(source, `${first}!`);
    expect(readCompositionHead(machine.files.textOf(uri) ?? '').head.prompts).toEqual(['file:///p2.md', 'file:///p1.md']);
    expect(machine.files.callsOf('write')).toHaveLength(2);
  });

  it('begins a new composition when the document was emptied and written anew', async () => {
    const machine = new HistoryMachine();
    const { recorder } = machine.open().history;
    await recorder.track(source, first);
    await recorder.record(source, ' \n');
    expect(bodies(machine)).toEqual([first]);
    await recorder.record(source, 'P');
    await recorder.record(source, 'Please look at something else');
    expect(bodies(machine)).toHaveLength(2);
    expect(bodies(machine)).toEqual(expect.arrayContaining([first, 'Please look at something else']));
    // Undone: the text of before goes on where it was.
    await recorder.record(source, '');
    await recorder.record(source, first);
    await recorder.record(source, `${first} Thanks.`);
    expect(bodies(machine)).toHaveLength(2);
    expect(bodies(machine)).toContain(`${first} Thanks.`);
  });

  it('does so as well when everything was replaced at once, but not for edits', async () => {
    const machine = new HistoryMachine();
    const { recorder } = machine.open().history;
    await recorder.track(source, first);
    await recorder.record(source, `> ${first.replaceAll('e', 'E')}`.toLowerCase());
    await recorder.record(source, first);
    await recorder.record(source, `\`\`\`\n${first}\n\`\`\``);
    expect(machine.names).toHaveLength(1);
    await recorder.record(source, other);
    expect(bodies(machine)).toEqual(expect.arrayContaining([`\`\`\`\n${first}\n\`\`\``, other]));
  });

  it('takes back what was undone at once', async () => {
    const machine = new HistoryMachine();
    const { recorder } = machine.open().history;
    await recorder.track(source, first);
    await recorder.record(source, '');
    await recorder.record(source, `${first}x`);
    expect(bodies(machine)).toEqual([`${first}x`]);
  });

  it('has the last of many texts on disk when the last promise resolves, and waits for no more than two writes', async () => {
    const machine = new HistoryMachine();
    const { recorder } = machine.open().history;
    await recorder.track(source, first);
    machine.files.forgetCalls();
    const all = Array.from({ length: 50 }, (_, i) => recorder.record(source, `${first} ${i}`));
    await Promise.all(all);
    expect(bodies(machine)).toEqual([`${first} 49`]);
    expect(machine.files.callsOf('write')).toHaveLength(2);
  });

  it('goes on after a restart and in a second window, with the same composition', async () => {
    const machine = new HistoryMachine();
    const one = machine.open();
    await one.history.recorder.track(source, first);
    one.close();
    const [two, three] = [machine.open(), machine.open()];
    await Promise.all([two.history.recorder.whenReady(), three.history.recorder.whenReady()]);
    expect(two.history.recorder.isTracked(source)).toBe(true);
    await two.history.recorder.record(source, `${first} Two.`);
    await three.history.recorder.record(source, `${first} Two. Three.`);
    await two.history.recorder.record(source, `${first} Two. Three. Two.`);
    expect(bodies(machine)).toEqual([`${first} Two. Three. Two.`]);
    await two.history.recorder.untrack(source);
    await machine.settle();
    expect(three.history.recorder.isTracked(source)).toBe(false);
    await three.history.recorder.record(source, 'Not recorded any more');
    expect(bodies(machine)).toEqual([`${first} Two. Three. Two.`]);
    // Tracked again: the same text goes on, another one begins anew.
    const again = await three.history.recorder.track(source, `${first} Two. Three. Two. Four.`);
    expect(machine.names).toHaveLength(1);
    await three.history.recorder.untrack(source);
    expect((await three.history.recorder.track(source, other)).uuid).not.toBe(again.uuid);
    expect(machine.names).toHaveLength(2);
  });

  it('keeps tags that were given meanwhile, and follows a renamed file', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const made = await history.recorder.track(source, first);
    await history.tag([made.uuid], { add: ['mine'] });
    await history.recorder.record(source, `${first} More.`);
    await machine.files.rename(made.uri, 'file:///history/renamed.md');
    await machine.settle();
    await history.recorder.record(source, `${first} More and more.`);
    expect(machine.names).toEqual(['renamed.md']);
    expect(readCompositionHead(machine.files.textOf('file:///history/renamed.md') ?? '').head).toMatchObject({ tags: ['mine'], uuid: made.uuid });
    expect(bodies(machine)).toEqual([`${first} More and more.`]);
  });

  it('follows the document when it moves, alone or with its folder', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const { uri, uuid } = await history.recorder.track(source, first);
    await history.recorder.moved(source, 'file:///work/other.md');
    await history.recorder.moved('file:///work', 'file:///moved');
    const moved = 'file:///moved/other.md';
    expect([source, 'file:///work/other.md', moved].map((each) => history.recorder.isTracked(each))).toEqual([false, false, true]);
    await history.recorder.record(moved, `${first} Moved.`);
    expect(readCompositionHead(machine.files.textOf(uri) ?? '').head.source).toBe(moved);
    expect(await history.findBySource(moved)).toMatchObject({ uuid });
    const next = machine.open();
    await next.history.recorder.whenReady();
    expect(next.history.recorder.isTracked(moved)).toBe(true);
  });

  it('begins anew where the composition was deleted, and writes a file that vanished again', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const made = await history.recorder.track(source, first);
    machine.files.drop(made.uri);
    await history.recorder.record(source, first);
    expect(bodies(machine)).toEqual([first]);
    await history.delete([made.uuid]);
    expect(machine.names).toEqual([]);
    await history.recorder.record(source, `${first} More.`);
    expect(bodies(machine)).toEqual([`${first} More.`]);
    expect((await history.findBySource(source))?.uuid).not.toBe(made.uuid);
  });

  it('does not bring a composition back that is deleted while it is written', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const made = await history.recorder.track(source, first);
    await history.whenReconciled();
    await Promise.all([history.recorder.record(source, `${first} One.`), history.delete([made.uuid]), history.recorder.record(source, `${first} Two.`)]);
    expect(machine.files.textOf(made.uri) ?? '').not.toContain(made.uuid);
    expect(bodies(machine)).toEqual([`${first} Two.`]);
  });

  it('takes an untitled document of another window for what it is: another one', async () => {
    const machine = new HistoryMachine();
    const untitled = 'untitled:Untitled-1';
    const one = machine.open();
    const made = await one.history.recorder.track(untitled, first);
    // A window that opens later does not know whether its own document of that name is the one from before the restart.
    const two = machine.open();
    await two.history.recorder.whenReady();
    await two.history.recorder.record(untitled, 'Something quite different, of this window');
    expect(two.history.recorder.isTracked(untitled)).toBe(false);
    expect(bodies(machine)).toEqual([first]);
    await two.history.recorder.track(untitled, 'Something quite different, of this window');
    await one.history.recorder.record(untitled, `${first} One.`);
    expect(bodies(machine)).toEqual(expect.arrayContaining([`${first} One.`, 'Something quite different, of this window']));
    one.close();
    two.close();
    const three = machine.open();
    await three.history.recorder.whenReady();
    await three.history.recorder.record(untitled, 'Something quite different, of this window, goes on');
    expect(machine.names).toHaveLength(2);
    await three.history.whenReconciled();
    expect((await three.history.list()).items.some(({ uuid }) => uuid === made.uuid)).toBe(true);
  });

  it('never lets a text go that was worth keeping, whatever is written', async () => {
    const text = fc.oneof(fc.constantFrom('', ' ', first, other, `${first} ${other}`, first.slice(0, 30)), fc.lorem({ maxCount: 12 }));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 12 }), async (texts) => {
        const machine = new HistoryMachine();
        const { history, close } = machine.open();
        await history.recorder.track(source, texts[0] ?? '');
        for (const [index, each] of texts.entries()) {
          const before = bodies(machine);
          await history.recorder.record(source, each);
          const after = bodies(machine);
          if (each.trim() !== '') expect(after).toContain(each);
          for (const body of before) {
            const stays = after.some((now) => !isRewritten(body, now) || keptShare(body, now) > 0);
            expect(stays, `${index}: ${body}`).toBe(true);
          }
        }
        close();
      }),
      { numRuns: 60 },
    );
  });
});
