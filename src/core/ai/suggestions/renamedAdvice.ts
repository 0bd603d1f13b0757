import type { DocumentAdvice } from './storedSuggestions';

/** The same advice where files have other names; the same object where it speaks of none of them. @param nameOf the URI that stands for a former one now */
export function renamedAdvice(advice: DocumentAdvice, nameOf: (uri: string) => string): DocumentAdvice {
  const { list, wanted, unwanted } = advice;
  const uris = [list.uri, ...wanted, ...unwanted, ...list.suggestions.flatMap(({ promptUri }) => promptUri ?? [])];
  if (uris.every((uri) => nameOf(uri) === uri)) return advice;
  const suggestions = list.suggestions.map((each) => (each.promptUri === undefined ? each : { ...each, promptUri: nameOf(each.promptUri) }));
  return { ...advice, list: { ...list, uri: nameOf(list.uri), suggestions }, wanted: wanted.map(nameOf), unwanted: unwanted.map(nameOf) };
}
