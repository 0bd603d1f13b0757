import { expect, it } from 'vitest';
import { forLabel, forMessage } from './messageText';

it('turns no part of a title into a link of a notification', () => {
  expect(forMessage('[Click](command:workbench.action.quit) [a](https://x.example)')).toBe(
    '[Click] (command:workbench.action.quit) [a] (https://x.example)',
  );
  expect(forMessage('f(x)[0] = [y]')).toBe('f(x)[0] = [y]');
});

it('turns no part of a title into an icon of a list', () => {
  expect(forLabel('Cost $(trash) $(sync~spin)')).toBe('Cost \\$(trash) \\$(sync~spin)');
  expect(forLabel('Run $(git log) for $5')).toBe('Run $(git log) for $5');
  expect(forLabel('two\n\tlines')).toBe('two lines');
});
