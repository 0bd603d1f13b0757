/** Words that YAML 1.1 or 1.2 readers take for something else than text. */
const TYPED_WORDS = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

/**
 * A text as YAML on one line, plain where every reader understands it as this very text, else in double quotes. Fits block and flow
 * context alike.
 */
export function yamlScalar(text: string): string {
  const plain = /^[\p{L}\p{Emoji_Presentation}][\p{L}\p{M}\p{N}\p{Emoji_Presentation} ._()/&+;!?'-]*$/u.test(text) && !text.endsWith(' ');
  return plain && !TYPED_WORDS.test(text) ? text : quoteYaml(text);
}

/** A text in double quotes, with everything escaped that is not safe inside them. */
export function quoteYaml(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Texts as a YAML flow list: `[a, "b: c"]`. */
export function yamlFlowList(items: readonly string[]): string {
  return `[${items.map(yamlScalar).join(', ')}]`;
}
