/**
 * A text that a terminal can only take for text: without the control characters with which it could end the paste and go on as if typed.
 * Tabs and line ends stay, but for those at the end, which are Enter to a program that knows no paste.
 */
export function pasteable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '').trimEnd();
}
