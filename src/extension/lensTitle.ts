/** Title of a code lens with an icon in front. The blank between them is one that the editor shows: it drops an ordinary one. */
export function lensTitle(icon: string, text: string): string {
  return `$(${icon})\u00a0${text}`;
}
