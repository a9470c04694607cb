// The HTML that the server wrote of an answer, brought to life: labels open their sources, code can be copied, wide things scrolled.
import { element, written, copyButton } from './dom.js';

/** @param cite gives the node for label [n], or null where it stays as it is
 *  @returns a DocumentFragment */
export function answerText(html, cite = () => null) {
  const content = written(html);
  for (const label of content.querySelectorAll('cite')) label.replaceWith(cite(Number(label.textContent.slice(1, -1))) ?? label);
  for (const table of content.querySelectorAll('table')) around(table, scrolling(element('div', 'table'), 'Table'));
  for (const pre of content.querySelectorAll('pre')) {
    const bar = element('div', 'code-bar', element('span', '', pre.firstChild.dataset.language), copyButton(() => pre.textContent));
    around(scrolling(pre, 'Code'), element('div', 'code', bar));
  }
  return content;
}

/** It scrolls sideways, so the keyboard must reach it. */
function scrolling(made, name) {
  made.tabIndex = 0;
  made.setAttribute('role', 'group');
  made.setAttribute('aria-label', name);
  return made;
}

/** The direction goes outwards too: it says on which side a narrow table stands. */
function around(inner, outer) {
  if (inner.dir) outer.dir = inner.dir;
  inner.removeAttribute('dir');
  inner.replaceWith(outer);
  outer.append(inner);
}
