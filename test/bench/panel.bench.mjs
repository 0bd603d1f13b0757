/*
 * Frames while the Suggestions view scrolls through 1,000 suggestions: the page as it ships, under its policy, in Chromium. Beside it a
 * plain list of the same texts, which is what the browser and the machine can do at best.
 */
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleForNode, bundlePages } from '../../scripts/bundle.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';
import { launchChromium } from '../host/chromium.mjs';
import { openPage } from '../host/servedPage.mjs';

const SIZE = 1000;
/** CSS pixels per frame: a fast turn of the wheel. */
const STEP = 120;
const FRAMES = 600;
const theme = ':root{--vscode-font-size:13px;--vscode-font-family:sans-serif;--vscode-foreground:#ccc}html{background:#181818}';

const kinds = ['recommendation', 'gap', 'formatting', 'contradiction', 'clarity', 'reformatting'];
const items = Array.from({ length: SIZE }, (_, index) => ({
  id: String(index),
  kind: kinds[index % kinds.length],
  title: `Suggestion ${index}: say which tests have to pass before the change counts as done`,
  explanation: 'The prompt asks for working code but never names the tests. A model will choose its own measure and may stop too early.',
  lines: [{ first: index + 1, last: index + 4 }],
  isWhole: false,
  prompt: '',
  state: 'pending',
  diff: '',
  moreLines: 0,
  error: '',
}));
const state = {
  document: { uri: 'file:///a.md', name: 'a.md' },
  provider: 'Anthropic',
  model: '',
  isRestricted: false,
  run: 'done',
  failure: null,
  waiting: null,
  isOutdated: false,
  context: null,
  items,
  unreadable: 0,
};
const folder = scratchFolder('panel');
const browser = await launchChromium(folder);
try {
  await bundlePages(folder);
  await bundleForNode([inRoot('src/protocol/suggestions.ts')], folder, { format: 'esm' });
  const { textKeys } = await import(pathToFileURL(path.join(folder, 'suggestions.mjs')).href);
  const texts = Object.fromEntries(textKeys.map((key) => [key, key]));
  const page = await browser.newPage({ viewport: { width: 340, height: 900 } });
  await page.addInitScript((ready) => {
    window.acquireVsCodeApi = () => ({
      getState: () => undefined,
      setState: () => undefined,
      postMessage: ({ id, method }) => window.postMessage({ id, result: method === 'ready' ? ready : null }, '*'),
    });
  }, { language: 'en', texts, state });
  await openPage(page, path.join(folder, 'webview'), 'suggestions', { theme });
  await page.locator('li').nth(SIZE - 1).waitFor({ state: 'attached' });
  const panel = await scroll(page);
  const drawn = await page.evaluate(
    (message) =>
      new Promise((resolve) => {
        const start = performance.now();
        window.postMessage(message, '*');
        new MutationObserver((_, observer) => {
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
        }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
      }),
    { event: 'changed', params: { ...state, items: items.map((item) => ({ ...item, title: `${item.title} again` })) } },
  );
  await page.evaluate((plain) => {
    const list = document.createElement('ul');
    for (const { title, explanation } of plain) {
      const entry = document.createElement('li');
      entry.append(title, document.createElement('br'), explanation);
      list.append(entry);
    }
    document.body.replaceChildren(list);
  }, items);
  const plain = await scroll(page);
  const beside = { p95_ms: panel.p95, dropped: panel.dropped, plain_list_ms: plain.median, plain_list_p95_ms: plain.p95, plain_list_dropped: plain.dropped };
  report({ name: 'panel_frame_ms', size: SIZE, value: panel.median, unit: 'ms', beside });
  report({ name: 'panel_fps', size: SIZE, value: panel.fps, unit: 'count', beside: { plain_list: plain.fps } });
  report({ name: 'panel_update_ms', size: SIZE, value: drawn, unit: 'ms' });
} finally {
  await browser.close();
  removeFolder(folder);
}

/** Scrolls to the end and back, a step each frame. @returns what the frames took; `dropped` are those of 60 a second that did not come */
function scroll(page) {
  return page.evaluate(
    ({ frames, step }) =>
      new Promise((resolve) => {
        const times = [];
        let direction = step;
        window.scrollTo(0, 0);
        const frame = (now) => {
          times.push(now);
          if (times.length <= frames) {
            const end = document.documentElement.scrollHeight - innerHeight;
            if (scrollY >= end - 1) direction = -step;
            window.scrollBy(0, direction);
            requestAnimationFrame(frame);
            return;
          }
          const spans = times.slice(1).map((time, index) => time - times[index]);
          const sorted = [...spans].sort((a, b) => a - b);
          const total = times.at(-1) - times[0];
          resolve({
            median: sorted[Math.floor(sorted.length / 2)],
            p95: sorted[Math.floor(sorted.length * 0.95)],
            dropped: spans.reduce((sum, span) => sum + Math.max(0, Math.round((span * 60) / 1000) - 1), 0),
            fps: (spans.length * 1000) / total,
          });
        };
        requestAnimationFrame(frame);
      }),
    { frames: FRAMES, step: STEP },
  );
}

function report(figure) {
  const shorten = (value) => Number(value.toPrecision(4));
  const beside = figure.beside && Object.fromEntries(Object.entries(figure.beside).map(([key, value]) => [key, shorten(value)]));
  console.log(JSON.stringify({ ...figure, value: shorten(figure.value), beside }));
}
