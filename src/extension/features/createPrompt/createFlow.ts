import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptSource } from '../../../core/library/promptSource';
import type { CategoryTarget } from '../../contributions';
import { askCategory, bodyStep, type Place } from './categoryStep';
import { savePrompt } from './savePrompt';
import { askTags, countTags } from './tagStep';
import { askText, runWizard, type Step } from './wizard';

const MAX_TITLE = 200;

/** How a new prompt begins. */
interface NewPromptStart {
  /** The category that is offered first. */
  readonly target?: CategoryTarget;
  /** Ignored unless it is a string. */
  readonly title?: unknown;
  /** Empty when nothing is selected. */
  readonly body: string;
  /** Whether the body is offered as a choice, or simply taken. */
  readonly askForBody: boolean;
}

interface Draft {
  title: string;
  description: string;
  tags: readonly string[];
  place: Place;
  useBody: boolean;
}

/** Asks for everything step by step, writes the prompt and opens it. Nothing is left behind when the user gives up. */
export async function createPromptStepByStep(app: App, start: NewPromptStart): Promise<void> {
  const sources = await placesFor(app, start.target);
  const source = sources.find(({ id }) => id === start.target?.sourceId) ?? sources[0];
  if (!source) {
    await vscode.window.showErrorMessage(vscode.l10n.t('There is no library folder to write to yet. Try again when the library is loaded.'));
    return;
  }
  const draft: Draft = {
    title: typeof start.title === 'string' ? start.title : '',
    description: '',
    tags: [],
    place: { source, category: start.target?.category ?? 'commands' },
    useBody: start.body !== '',
  };
  const title = start.askForBody || start.body === '' ? vscode.l10n.t('Create Prompt') : vscode.l10n.t('Save Selection as Prompt');
  if (!(await runWizard(title, stepsFor(app, sources, draft, start)))) return;
  await savePrompt(app, { ...draft, body: draft.useBody ? start.body : '' }, draft.place);
}

function stepsFor(app: App, sources: readonly PromptSource[], draft: Draft, start: NewPromptStart): readonly Step[] {
  const titles = new Set(app.library.prompts.map((prompt) => prompt.title.toLowerCase()));
  const steps: Step[] = [
    (frame) =>
      askText(frame, {
        prompt: vscode.l10n.t('Title: what the prompt is found by.'),
        placeholder: vscode.l10n.t('Review a pull request'),
        value: draft.title,
        validate: (value) => judgeTitle(value, titles),
        keep: (value) => (draft.title = value.trim()),
      }),
    (frame) =>
      askText(frame, {
        prompt: vscode.l10n.t('Description: when to use it, in one sentence. May stay empty.'),
        placeholder: vscode.l10n.t('Finds mistakes and missing tests in a change'),
        value: draft.description,
        keep: (value) => (draft.description = value.trim()),
      }),
    (frame) => askTags(frame, countTags(app.library.prompts), draft.tags, (tags) => (draft.tags = tags)),
    (frame) => askCategory(frame, app, sources, draft.place, (place) => (draft.place = place)),
  ];
  if (start.askForBody) steps.push(bodyStep(start.body.split('\n').length, () => draft.useBody, (use) => (draft.useBody = use)));
  return steps;
}

function judgeTitle(value: string, titles: ReadonlySet<string>): vscode.InputBoxValidationMessage | undefined {
  const { Error: error, Warning: warning } = vscode.InputBoxValidationSeverity;
  const title = value.trim();
  if (title === '') return { message: vscode.l10n.t('A prompt needs a title.'), severity: error };
  if (title.length > MAX_TITLE) return { message: vscode.l10n.t('Use a title of at most {0} characters.', MAX_TITLE), severity: error };
  if (!titles.has(title.toLowerCase())) return undefined;
  return { message: vscode.l10n.t('There is a prompt of this title already. You can have both.'), severity: warning };
}

/** The user's library, those of the workspace that exist, and the one that was asked for. */
async function placesFor(app: App, target: CategoryTarget | undefined): Promise<readonly PromptSource[]> {
  const places: PromptSource[] = [];
  for (const source of app.library.sources) {
    const wanted = source.kind === 'user' || source.id === target?.sourceId;
    if (wanted || (source.kind === 'workspace' && (await exists(app, source.root)))) places.push(source);
  }
  return places;
}

async function exists(app: App, folder: string): Promise<boolean> {
  return app.fileSystem.stat(folder).then(
    (stat) => stat?.type === 'directory',
    () => false,
  );
}
