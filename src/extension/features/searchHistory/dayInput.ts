import * as vscode from 'vscode';
import { parseDay } from '../../../core/history/localDays';

interface DayQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  /** `YYYY-MM-DD` */
  readonly notBefore?: string;
}

/** Asks for a day of the calendar. @returns it as `YYYY-MM-DD`; `undefined` when the user gave up */
export async function askDay({ title, prompt, value, notBefore }: DayQuestion): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    placeHolder: 'YYYY-MM-DD',
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return vscode.l10n.t('Write a date as year, month and day: YYYY-MM-DD.');
      const day = parseDay(text);
      if (day === undefined) return vscode.l10n.t('This is not a date. Write year, month and day: YYYY-MM-DD.');
      return notBefore !== undefined && day < notBefore ? vscode.l10n.t('This is before {0}, the first day.', notBefore) : undefined;
    },
  });
  return typed === undefined ? undefined : parseDay(typed);
}
