import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { createApp } from '../../src/core/createApp';
import type { Composition, CompositionSummary } from '../../src/core/history/composition';
import { InMemoryCompositionRepository } from '../../src/core/history/inMemoryCompositionRepository';
import type { HistoryNotice } from '../../src/core/history/history';
import { writeComposition } from '../../src/core/history/compositionText';
import { dayOf, machineOffset } from '../../src/core/history/localDays';
import { type DeletingHistory, deleteCompositions } from '../../src/extension/features/searchHistory/deleteCompositions';
import { noticeMessage } from '../../src/extension/features/searchHistory/historyNotices';
import { HistoryQuery } from '../../src/extension/features/searchHistory/historyQuery';
import { askFilter } from '../../src/extension/features/searchHistory/searchFilters';
import type { SearchRow } from '../../src/extension/features/searchHistory/searchRows';
import { inMemoryPorts, RecordingLog } from '../support/builders';
import { closeEditors } from './support/editors';
import { readyApi, until } from './support/libraryFolder';

const created = new Date(2026, 0, 5, 14, 30).getTime();

function composition(body: string, properties: Partial<Composition> = {}): Composition {
  const uuid = properties.uuid ?? randomUUID();
  const text = writeComposition({ uuid, created, prompts: [], tags: [] }, body);
  return {
    uuid,
    uri: `file:///history/${uuid}.md`,
    created,
    updated: created,
    directory: undefined,
    source: undefined,
    excerpt: body.slice(0, 100).replace(/\s+/g, ' '),
    characters: body.length,
    lines: body.split('\n').length,
    tokens: 10,
    prompts: [],
    tags: [],
    isMissing: false,
    text,
    size: text.length,
    mtime: created,
    hash: uuid,
    ...properties,
  };
}

suite('search history', () => {
  suiteSetup(() => readyApi());
  teardown(closeEditors);

  suite('rows', () => {
    const typed: string[] = [];
    const asked: string[] = [];
    const query = new HistoryQuery({ buttonsOf: () => [], type: (text) => typed.push(text), filter: (kind) => asked.push(kind), hide: () => undefined, isReading: () => false });

    async function rowsOf(compositions: readonly Composition[], input: string): Promise<readonly SearchRow[]> {
      const repository = new InMemoryCompositionRepository();
      try {
        await repository.save(compositions);
        return (await query.rows(repository, input, new AbortController().signal)) ?? [];
      } finally {
        repository.dispose();
      }
    }

    setup(() => {
      typed.length = 0;
      asked.length = 0;
    });

    test('the newest ones come without a question, with their time, place and size', async () => {
      const rows = await rowsOf(
        [
          composition('First thing to be said about it, at some length, so that a second line is needed for it', { directory: 'file:///home/me/web%20app', tags: ['review'] }),
          composition('Later', { created: created + 60_000, isMissing: true }),
        ],
        '',
      );
      assert.deepEqual(rows.map(({ label }) => label), ['Later', 'First thing to be said about it,…']);
      assert.equal(query.title, 'Search History: 2 compositions');
      assert.match(rows[0]?.description ?? '', /^file missing · .*2:31.PM/);
      assert.match(rows[1]?.description ?? '', /Jan 5, 2026,? 2:30.PM · web app · 1 line · 87 chars · #review/);
      assert.equal(rows[1]?.detail, '…at some length, so that a second line is needed for it');
    });

    test('what was found is shown in its surroundings, marked where the editor cannot', async () => {
      const text = composition(`${'Something else at the beginning. '.repeat(10)}\n\nA crème brûlée with lemon for the dessert.`);
      const [row] = await rowsOf([text], 'lemon brulee');
      assert.match(row?.detail ?? '', /«brûlée» with «lemon»/);
      const [literal] = await rowsOf([text], 'dessert');
      assert.match(literal?.detail ?? '', /lemon for the dessert/);
      assert.ok(!literal?.detail?.includes('«'));
    });

    test('filters restrict, alone and with words', async () => {
      const some = [
        composition('one', { tags: ['Review'], directory: 'file:///a/api' }),
        composition('two', { tags: ['review'], created: created - 40 * 86_400_000 }),
        composition('three', { isMissing: true }),
      ];
      const found = async (input: string) => (await rowsOf(some, input)).flatMap(({ composition: row }) => (row ? [row.excerpt] : []));
      assert.deepEqual(await found('tag:review'), ['one', 'two']);
      assert.deepEqual(await found(`tag:review after:${dayOf(created, machineOffset)}`), ['one']);
      assert.deepEqual(await found('tag:review tw'), ['two']);
      assert.deepEqual(await found('in:api'), ['one']);
      assert.deepEqual(await found('is:missing'), ['three']);
      assert.equal(query.title, 'Search History: 1 composition');
      const all = await found('');
      assert.deepEqual(await found('before:202'), all);
      assert.match(query.title, /"before:202" filters nothing yet/);
    });

    test('when nothing is found, a row says what could be done', async () => {
      const some = [composition('apple pie', { tags: ['food'] })];
      const only = async (input: string): Promise<SearchRow[]> => [...(await rowsOf(some, input))];
      const [all] = await only('apple xylophone');
      assert.match(all?.label ?? '', /all of these words/);
      all?.run?.();
      assert.deepEqual(typed, ['apple OR xylophone']);
      const [tag] = await only('tag:fod');
      assert.match(tag?.label ?? '', /the tag "fod"/);
      tag?.run?.();
      const [folder] = await only('in:nowhere apple');
      assert.match(folder?.label ?? '', /folder named "nowhere"/);
      folder?.run?.();
      assert.deepEqual(asked, ['tag', 'folder']);
      const rows = await only('xylophone tag:food');
      assert.match(rows.at(-1)?.label ?? '', /with these filters/);
      rows.at(-1)?.run?.();
      assert.equal(typed.at(-1), 'xylophone');
      assert.match((await only('xylophone'))[0]?.label ?? '', /^Nothing found/);
      assert.match((await rowsOf([], ''))[0]?.label ?? '', /no compositions yet/);
    });

    test('text of compositions cannot become an icon, and anything can be typed', async () => {
      const [row] = await rowsOf([composition('$(trash) **bold** [x](command:y)', { tags: ['$(warning)'] })], '');
      assert.equal(row?.label, '\\$(trash) **bold** [x](command:y)');
      assert.match(row?.description ?? '', /#\\\$\(warning\)$/);
      for (const input of ['"', '(((', 'OR OR', '-', '* *', 'tag:', 'in:"', 'before:9999-12-31', '\u0000', 'a'.repeat(20_000), "'; DROP TABLE x"]) {
        assert.ok((await rowsOf([composition('some text')], input)).length > 0, input.slice(0, 20));
      }
    });

    test('an answer that nobody wants any more is none', async () => {
      const repository = new InMemoryCompositionRepository();
      await repository.save([composition('text')]);
      const abort = new AbortController();
      const rows = query.rows(repository, 'text', abort.signal);
      abort.abort();
      assert.equal(await rows, undefined);
      repository.dispose();
    });
  });

  test('filters that are chosen are typed', async () => {
    const repository = new InMemoryCompositionRepository();
    await repository.save([composition('text', { tags: ['two words'] })]);
    const chosen = askFilter(repository, 'tag', 'some text');
    let typed: string | undefined;
    void chosen.then((text) => (typed = text));
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return typed !== undefined;
    }, 'the tag is chosen');
    assert.equal(typed, 'some text tag:"two words" ');
    repository.dispose();
  });

  test('Enter opens what was found as a new composition; the one that was found stays', async () => {
    const folder = path.join(os.homedir(), '.promptstack', 'data', '.history');
    fs.mkdirSync(folder, { recursive: true });
    const uuid = randomUUID();
    const body = 'A lemon tart for\nsix people, zitronenkuchen, without nuts.\n';
    const file = path.join(folder, '2025-03-04_10-11-12.md');
    const text = writeComposition({ uuid, created: Date.UTC(2025, 2, 4), prompts: [], tags: [] }, body);
    fs.writeFileSync(file, text);
    // Known before it is searched for: Enter on "Nothing found" would go another way.
    await vscode.commands.executeCommand('promptstack.refreshHistory');
    const isOpen = (): boolean => {
      const { document } = vscode.window.activeTextEditor ?? {};
      return document !== undefined && path.dirname(document.uri.fsPath) === folder && document.uri.fsPath !== file && document.getText().includes(body.trim());
    };
    const search = vscode.commands.executeCommand('promptstack.searchHistory', 'zitronenkuch');
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isOpen();
    }, 'the composition is open');
    await search;
    assert.equal(fs.readFileSync(file, 'utf8'), text);
    assert.ok(!vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.includes('Preview')));
  });

  test('every notice says what happened and offers a way forward', async () => {
    const ports = inMemoryPorts();
    const app = createApp(ports);
    const history = await app.history.load();
    const told = (notice: HistoryNotice): [string, ...string[]] => {
      const { text, actions } = noticeMessage(app, history, notice);
      return [text, ...actions.map(({ label }) => label)];
    };
    try {
      assert.match(told({ reason: 'databaseUnavailable' }).join('|'), /found all the same, from their Markdown files\.\|Reload Window\|Show Log$/);
      assert.match(
        told({ reason: 'repaired', uri: 'file:///s/history.db.backup-1', count: 3 }).join('|'),
        /built anew .* 3 compositions could be read of it\. .* kept as history\.db\.backup-1\.\|Show Backup\|Check\|Show Log$/,
      );
      assert.match(told({ reason: 'repaired' }).join('|'), /from the Markdown files\.\|Check\|Show Log$/);
      assert.match(told({ reason: 'newerDatabase' }).join('|'), /newer version .*\|Update…$/);
      assert.match(told({ reason: 'missingFiles', count: 1 }).join('|'), /one composition is gone.*\|Restore\|Show\|Ignore$/);
      assert.match(told({ reason: 'missingFiles', count: 7 }).join('|'), /7 compositions are gone/);
      assert.match(told({ reason: 'recovered', count: 2 }).join('|'), /2 compositions was recovered.*\|Show$/);
      assert.match(told({ reason: 'folderUnavailable', uri: 'file:///gone/history' }).join('|'), /gone.history cannot be read.*\|Retry\|Open Settings\|Copy Path$/);
      await noticeMessage(app, history, { reason: 'folderUnavailable', uri: 'file:///gone/a%20b' }).actions.at(-1)?.run();
      assert.equal(await vscode.env.clipboard.readText(), vscode.Uri.parse('file:///gone/a%20b').fsPath);
    } finally {
      app.dispose();
    }
  });

  test('compositions are deleted in batches; what fails does not stop the others', async () => {
    const batches: number[] = [];
    const going: CompositionSummary[] = Array.from({ length: 120 }, (_, index) => composition(`text ${index}`));
    const history: DeletingHistory = {
      load: () => Promise.resolve(undefined),
      delete: (uuids) => {
        batches.push(uuids.length);
        return Promise.resolve({ deleted: uuids.length - 1, bytes: 10, failed: ['file:///history/left.md'] });
      },
    };
    void deleteCompositions(new RecordingLog(), history, going);
    await until(() => batches.length === 3, 'all batches were deleted');
    assert.deepEqual(batches, [50, 50, 20]);
  });
});
