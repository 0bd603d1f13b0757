import type { ContextPart } from '../core/prompts/placeholderFields';
import { type Check, isArrayOf, isBoolean, isCount, isEither, isNull, isOneOf, isShape, isString } from './checks';
import { protocolOf } from './messages';

/* What the Fill Placeholders form and the extension say to each other. */

/** A list has at most so many items. */
export const maxItems = 100;

export interface FormField {
  readonly name: string;
  readonly type: 'text' | 'list';
  readonly label: string;
  readonly context: readonly ContextPart[];
  /** Used before for this name, most recent first; of a list, its items joined by line ends. */
  readonly previous: readonly string[];
  /** What was typed so far: the items of a list; for a text, the text as the only one. */
  readonly value: readonly string[];
}

export interface FormState {
  /** Name of the document. */
  readonly document: string;
  readonly closed: boolean;
  readonly fields: readonly FormField[];
  /** Number of names in the document, of which {@link fields} may be the first ones only. */
  readonly total: number;
}

/** The texts of the page in the language of the editor; `{0}` stands for a number or a name. */
export const textKeys = [
  'title', 'count', 'fill', 'copy', 'copied', 'cancel', 'previous', 'previousHint', 'file', 'fileHint', 'selection', 'selectionHint', 'clipboard',
  'clipboardHint', 'add', 'delete', 'moveUp', 'moveDown', 'item', 'listLimit', 'closed', 'noFields', 'omitted', 'failed',
] as const;
export type FormTexts = { readonly [K in (typeof textKeys)[number]]: string };

/** Where a value can be taken from. */
export type Source = 'file' | 'selection' | 'clipboard';

/** `text` is null when there is nothing to take; `message` then says why, unless the user changed their mind. */
export interface Taken {
  readonly text: string | null;
  readonly message: string | null;
}

export interface FillFormRequests {
  /** The page was loaded, or loaded again. */
  ready: { params: null; result: { readonly uri: string; readonly texts: FormTexts; readonly state: FormState } };
  /** The value of a field changed. */
  edit: { params: { readonly name: string; readonly value: readonly string[] }; result: null };
  /** Shows the placeholder in its editor, should that be visible. */
  reveal: { params: { readonly name: string }; result: null };
  take: { params: { readonly name: string; readonly source: Source }; result: Taken };
  /** Puts the values into the document. The form closes, unless there is a problem to tell. */
  fill: { params: null; result: { readonly problem: string | null } };
  copy: { params: null; result: null };
  close: { params: null; result: null };
}

export interface FillFormEvents {
  changed: FormState;
}

export type Method = keyof FillFormRequests;

/** What the page keeps over a reload of the window. */
export interface SavedForm {
  readonly uri: string;
  readonly values: readonly { readonly name: string; readonly value: readonly string[] }[];
}

const isItems = isArrayOf(isString);
const isValue = isShape({ name: isString, value: isItems });
const isContextPart: Check<ContextPart> = isEither(isShape({ text: isString }), isShape({ name: isString }));
const isField: Check<FormField> = isShape({
  name: isString,
  type: isOneOf('text', 'list'),
  label: isString,
  context: isArrayOf(isContextPart),
  previous: isItems,
  value: isItems,
});
const isState: Check<FormState> = isShape({ document: isString, closed: isBoolean, fields: isArrayOf(isField), total: isCount });
const isTexts = isShape(Object.fromEntries(textKeys.map((key) => [key, isString]))) as Check<FormTexts>;
const isTextOrNull = isEither(isString, isNull);

export const fillFormProtocol = protocolOf<FillFormRequests, FillFormEvents>(
  {
    ready: { params: isNull, result: isShape({ uri: isString, texts: isTexts, state: isState }) },
    edit: { params: isValue, result: isNull },
    reveal: { params: isShape({ name: isString }), result: isNull },
    take: { params: isShape({ name: isString, source: isOneOf('file', 'selection', 'clipboard') }), result: isShape({ text: isTextOrNull, message: isTextOrNull }) },
    fill: { params: isNull, result: isShape({ problem: isTextOrNull }) },
    copy: { params: isNull, result: isNull },
    close: { params: isNull, result: isNull },
  },
  { changed: isState },
);

export const isSavedForm: Check<SavedForm> = isShape({ uri: isString, values: isArrayOf(isValue) });
