import { expect, it } from 'vitest';
import { Drafts } from './drafts';

it('keeps what was typed by document and name, until it is forgotten', () => {
  const drafts = new Drafts();
  drafts.set('file:///a', 'x', ['1']);
  drafts.set('file:///a', 'x', ['2']);
  drafts.set('file:///a', 'y', ['3', '4']);
  drafts.set('file:///b', 'x', ['5']);
  expect([...drafts.of('file:///a')]).toEqual([
    ['x', ['2']],
    ['y', ['3', '4']],
  ]);
  drafts.forget('file:///a');
  expect([drafts.of('file:///a').size, drafts.of('file:///b').get('x')]).toEqual([0, ['5']]);
});

it('forgets the documents that were used longest ago', () => {
  const drafts = new Drafts();
  for (let index = 0; index < 60; index++) {
    drafts.set(`file:///${index}`, 'x', ['typed']);
    drafts.set('file:///0', 'x', ['still used']);
  }
  expect([drafts.of('file:///0').size, drafts.of('file:///1').size, drafts.of('file:///59').size]).toEqual([1, 0, 1]);
});
