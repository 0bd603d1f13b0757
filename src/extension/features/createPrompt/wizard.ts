import * as vscode from 'vscode';

/** Where one step led. `undefined`: the user gave up, nothing is to happen. */
export type StepResult = 'next' | 'back' | undefined;

/** How a step presents itself; {@link runWizard} counts. */
export interface StepFrame {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
}

export type Step = (frame: StepFrame) => Promise<StepResult>;

/**
 * Runs steps one after the other; Back returns to the one before.
 * @returns whether the last step was completed
 */
export async function runWizard(title: string, steps: readonly Step[]): Promise<boolean> {
  let index = 0;
  for (let step = steps[0]; step; step = steps[index]) {
    const result = await step({ title, step: index + 1, totalSteps: steps.length });
    if (result === undefined) return false;
    index += result === 'next' ? 1 : -1;
  }
  return index === steps.length;
}

interface TextStep {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value: string;
  /** What is wrong with the value: an error keeps the user here, anything milder does not. */
  validate?(value: string): vscode.InputBoxValidationMessage | undefined;
  /** Called with the value whenever the user leaves the step in either direction, so that it is there again on return. */
  keep(value: string): void;
}

/** Asks for one line of text. */
export function askText(frame: StepFrame, step: TextStep): Promise<StepResult> {
  const input = vscode.window.createInputBox();
  input.prompt = step.prompt;
  input.placeholder = step.placeholder;
  input.value = step.value;
  const judge = (leaving: boolean): boolean => {
    const message = step.validate?.(input.value);
    const isError = message?.severity === vscode.InputBoxValidationSeverity.Error;
    // A field that is still empty is no mistake until somebody wants to go on.
    input.validationMessage = isError && input.value === '' && !leaving ? undefined : message;
    return !isError;
  };
  judge(false);
  return showStep(input, frame, (done) => {
    input.onDidChangeValue(() => judge(false));
    input.onDidAccept(() => {
      if (judge(true)) done('next');
    });
  }).finally(() => step.keep(input.value));
}

/**
 * Shows `input` with title, count and Back button until `listen` says that the step is done, or the user goes back or away; then
 * disposes it. It stays when the window loses the focus: looking something up elsewhere must not cost what was typed.
 */
export async function showStep(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  frame: StepFrame,
  listen: (done: (result: StepResult) => void) => void,
): Promise<StepResult> {
  input.title = frame.title;
  input.step = frame.step;
  input.totalSteps = frame.totalSteps;
  input.ignoreFocusOut = true;
  if (frame.step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  try {
    return await new Promise<StepResult>((resolve) => {
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) resolve('back');
      });
      input.onDidHide(() => resolve(undefined));
      listen(resolve);
      input.show();
    });
  } finally {
    input.dispose();
  }
}
