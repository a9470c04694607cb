// Words as the server counts them: a run without white space that has a letter or digit is one, and so is each ideograph, kana or Hangul
// syllable.
const ALONE = new RegExp('[\\u3400-\\u4DBF\\u4E00-\\u9FFF\\u3005\\u3007\\uF900-\\uFAFF\\u3041-\\u3096\\u309D-\\u309F\\u30A1-\\u30FA'
  + '\\u30FC-\\u30FF\\u31F0-\\u31FF\\uFF66-\\uFF9D\\uAC00-\\uD7A3\\u{1B000}-\\u{1B16F}\\u{20000}-\\u{3FFFD}]', 'gu');

/** What the server leaves out before it counts: what nobody sees, and what turns the direction of text. */
const UNSEEN = /[\r\u200B\uFEFF\u2060\u00AD\uFFFD\u202A-\u202E\u2066-\u2069]|\p{Surrogate}|(?![\n\t\u0085])\p{Cc}/gu;

export function wordCount(text) {
  const seen = text.replace(UNSEEN, '');
  const alone = seen.match(ALONE)?.length ?? 0;
  return alone + seen.replace(ALONE, ' ').split(/\p{White_Space}+/u).filter(run => /[\p{L}\p{N}]/u.test(run)).length;
}
