import * as vscode from 'vscode';

interface Look {
  readonly icon: string;
  readonly colour: string;
}

/** The orange of charts is made to be seen in large areas: as a thin icon it all but vanishes. */
const ORANGE = 'symbolIcon.classForeground';

const looks: ReadonlyMap<string, Look> = new Map([
  ['workflows', { icon: 'list-ordered', colour: 'charts.blue' }],
  ['commands', { icon: 'terminal', colour: 'charts.green' }],
  ['prompt-decorations', { icon: 'sparkle', colour: 'charts.purple' }],
  ['rules', { icon: 'law', colour: ORANGE }],
]);

/** Red and yellow are left to errors and warnings. */
const colours = ['charts.blue', 'charts.green', 'charts.purple', ORANGE, 'terminal.ansiCyan', 'terminal.ansiMagenta'] as const;

/** Icon of a prompt: the same wherever the prompt shows, coloured by its category. Theme icons follow light, dark and high contrast. */
export function promptIcon(category: string): vscode.ThemeIcon {
  const { icon, colour } = looks.get(category) ?? { icon: 'note', colour: colourOf(category) };
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
}

/** Icon of the category itself. */
export function categoryIcon(category: string): vscode.ThemeIcon {
  const { icon, colour } = looks.get(category) ?? { icon: 'folder', colour: colourOf(category) };
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
}

/** Icon of a folder somewhere below a category, in the colour of that category. */
export function folderIcon(category: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon('folder', new vscode.ThemeColor(looks.get(category)?.colour ?? colourOf(category)));
}

/** The same name has the same colour on every machine. */
function colourOf(category: string): string {
  if (!category) return 'foreground';
  let hash = 0;
  for (const letter of category) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return colours[hash % colours.length] ?? 'foreground';
}
