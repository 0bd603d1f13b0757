/**
 * Text of an author, safe inside a notification: there, `[label](command:…)` would become a link that runs a command.
 */
export function forMessage(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Text of an author, safe inside the label of a list: there, `$(name)` would become an icon. */
export function forLabel(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\$\((?=[A-Za-z0-9-]+(?:~[A-Za-z]+)?\))/g, '\\$(');
}
