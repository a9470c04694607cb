// The Markdown that answers are written in, as DOM nodes: read by markdown-it (vendor/markdown-it), built here without any HTML.
// What the text has of HTML stays visible text, a picture becomes a link, [n] labels become buttons through cite(n).
import MarkdownIt from '../vendor/markdown-it/markdown-it.esm.min.mjs';
import { element, link, copyButton } from './dom.js';

// Lines break where the text does; link() decides which addresses open. Nobody means code by indenting, or [n] by a reference.
const parser = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable(['reference', 'code']);
parser.validateLink = () => true;
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

parser.inline.ruler.before('link', 'cite', (state, silent) => {
  const label = /^\[(\d{1,2})\](?!\()/.exec(state.src.slice(state.pos, state.pos + 5));
  if (!label) return false;
  if (!silent) state.push('cite', '', 0).content = label[1];
  state.pos += label[0].length;
  return true;
});

// __init__ is a name: documents have no emphasis, and models write it with stars.
parser.inline.ruler.before('emphasis', 'underscores', (state, silent) => {
  const run = /^_{2,}/.exec(state.src.slice(state.pos, state.pos + 100));
  if (!run) return false;
  if (!silent) state.pending += run[0];
  state.pos += run[0].length;
  return true;
});

/** @param cite gives the node for label [n], or null where n is no source
 *  @returns a DocumentFragment */
export function markdown(text, cite = () => null) {
  return built(parser.parse(text, {}), cite);
}

function built(tokens, cite) {
  const open = [document.createDocumentFragment()];
  for (const token of tokens) {
    const here = open.at(-1);
    if (token.type === 'inline') here.append(built(token.children, cite));
    else if (token.nesting < 0) open.pop();
    else if (token.nesting === 0) here.append(leaf(token, cite));
    else open.push(opened(token, here));
  }
  return open[0];
}

/** Appends what a token opens and returns where its content goes. */
function opened(token, here) {
  if (token.hidden) return here; // the only paragraph of a list item
  if (token.type === 'link_open') return appended(here, link(token.attrGet('href')));
  const made = element(token.type === 'heading_open' ? `h${Math.min(6, Number(token.tag[1]) + 2)}` : token.tag);
  if (token.level === 0 && token.block) made.dir = 'auto'; // what stands within follows: an element looks past children that have one
  if (token.attrGet('start')) made.start = token.attrGet('start');
  const aligned = /^text-align:(\w+)$/.exec(token.attrGet('style') ?? '');
  if (aligned) made.style.textAlign = aligned[1];
  if (token.tag !== 'table') return appended(here, made);
  appended(here, scrolling(element('div', 'table', made)));
  return made;
}

function leaf(token, cite) {
  switch (token.type) {
    case 'fence': return code(token.content.replace(/\n$/, ''), token.info.trim().split(/\s/)[0]);
    case 'code_inline': return element('code', '', token.content);
    case 'image': return link(token.attrGet('src'), token.content || token.attrGet('src'));
    case 'cite': return cite(Number(token.content)) ?? `[${token.content}]`;
    case 'softbreak': case 'hardbreak': return element('br');
    case 'hr': return element('hr');
    default: return token.content;
  }
}

function code(text, language) {
  const made = element('code', '', text);
  if (language) made.dataset.language = language;
  const pre = scrolling(element('pre', '', made));
  pre.dir = 'ltr';
  return element('div', 'code', element('div', 'code-bar', element('span', '', language), copyButton(() => text)), pre);
}

/** It scrolls sideways, so the keyboard must reach it. */
function scrolling(made) {
  made.tabIndex = 0;
  return made;
}

function appended(here, made) {
  here.append(made);
  return made;
}
