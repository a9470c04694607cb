// The Markdown that answers are written in, as DOM nodes: paragraphs, headings, lists, tables, quotes, code, emphasis, links.
// HTML in the text stays visible text. [n] labels become buttons through cite(n).
import { element, link, copyButton } from './dom.js';

const FENCE = /^\s*(`{3,}|~{3,})\s*([\w+#.-]*)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const QUOTE = /^\s*>\s?(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

/** @param cite gives the node for label [n], or null where n is no source
 *  @returns a DocumentFragment */
export function markdown(text, cite = () => null) {
  return new Blocks(text.replace(/\r\n?/g, '\n').split('\n'), cite).all();
}

class Blocks {
  constructor(lines, cite) {
    this.lines = lines;
    this.cite = cite;
    this.at = 0;
  }

  all() {
    const out = document.createDocumentFragment();
    while (this.at < this.lines.length) {
      const block = this.next();
      if (block) out.append(block);
    }
    return out;
  }

  get line() { return this.lines[this.at]; }

  next() {
    if (this.line.trim() === '') return this.skip();
    if (FENCE.test(this.line)) return this.code();
    const heading = HEADING.exec(this.line);
    if (heading) { this.at++; return element(`h${Math.min(6, heading[1].length + 2)}`, '', ...inline(heading[2], this.cite)); }
    if (RULE.test(this.line)) { this.at++; return element('hr'); }
    if (ITEM.test(this.line)) return this.list();
    if (QUOTE.test(this.line)) return this.quote();
    if (this.line.includes('|') && TABLE_RULE.test(this.lines[this.at + 1] ?? '') && this.lines[this.at + 1].includes('-')) return this.table();
    return this.paragraph();
  }

  skip() { this.at++; return null; }

  code() {
    const [, fence, language] = FENCE.exec(this.line);
    const body = [];
    for (this.at++; this.at < this.lines.length && !this.line.trim().startsWith(fence); this.at++) body.push(this.line);
    this.at++;
    const text = body.join('\n');
    const code = element('code', '', text);
    if (language) code.dataset.language = language;
    const pre = element('pre', '', code);
    pre.tabIndex = 0; // it scrolls sideways, so the keyboard must reach it
    return element('div', 'code', element('div', 'code-bar', element('span', '', language), copyButton(() => text)), pre);
  }

  list() {
    const [, indent, marker] = ITEM.exec(this.line);
    const ordered = /\d/.test(marker);
    const list = element(ordered ? 'ol' : 'ul');
    if (ordered) list.start = parseInt(marker, 10);
    while (this.at < this.lines.length) {
      const item = ITEM.exec(this.line);
      if (!item || item[1].length !== indent.length || /\d/.test(item[2]) !== ordered) break;
      this.at++;
      const inner = [item[3]];
      const depth = indent.length + item[2].length + 1;
      for (; this.at < this.lines.length; this.at++) {
        const lead = this.line.length - this.line.trimStart().length;
        const blankInside = this.line.trim() === '' && (this.lines[this.at + 1] ?? '').search(/\S/) >= depth;
        const lazy = lead > indent.length || !(this.line.trim() === '' || ITEM.test(this.line) || FENCE.test(this.line) || HEADING.test(this.line));
        if (!blankInside && (!lazy || this.line.trim() === '')) break;
        inner.push(this.line.slice(Math.min(lead, depth)));
      }
      list.append(element('li', '', ...unwrapped(new Blocks(inner, this.cite).all())));
      while (this.at < this.lines.length && this.line.trim() === '' && ITEM.test(this.lines[this.at + 1] ?? '')) this.at++;
    }
    return list;
  }

  quote() {
    const inner = [];
    for (; this.at < this.lines.length && QUOTE.test(this.line); this.at++) inner.push(QUOTE.exec(this.line)[1]);
    return element('blockquote', '', new Blocks(inner, this.cite).all());
  }

  table() {
    const row = (line, tag) => element('tr', '', ...cells(line).map(cell => element(tag, '', ...inline(cell, this.cite))));
    const head = row(this.line, 'th');
    const body = [];
    for (this.at += 2; this.at < this.lines.length && this.line.includes('|'); this.at++) body.push(row(this.line, 'td'));
    const wrap = element('div', 'table', element('table', '', element('thead', '', head), element('tbody', '', ...body)));
    wrap.tabIndex = 0;
    return wrap;
  }

  paragraph() {
    const lines = [this.line];
    for (this.at++; this.at < this.lines.length; this.at++) {
      const line = this.line;
      if (line.trim() === '' || FENCE.test(line) || HEADING.test(line) || ITEM.test(line) || QUOTE.test(line)) break;
      lines.push(line);
    }
    return element('p', '', ...inline(lines.join('\n'), this.cite));
  }
}

/** The only paragraph of a list item needs no <p> of its own. */
function unwrapped(fragment) {
  const [first] = fragment.children;
  return first?.tagName === 'P' ? [...first.childNodes, ...[...fragment.childNodes].slice(1)] : [...fragment.childNodes];
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map(cell => cell.trim().replace(/\\\|/g, '|'));
}

// The first alternative that matches wins; what none matches is text.
const INLINE = new RegExp([
  /(?<tick>`+)(?<code>[^`](?:.*?[^`])?)\k<tick>(?!`)/,
  /!?\[(?<label>[^\]\n]*)\]\((?<address>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+"[^"]*")?\)/,
  /\[(?<cite>\d{1,2})\]/,
  /(?<auto>https?:\/\/[^\s<>()[\]]*[^\s<>()[\].,;:!?'"])/,
  /\*\*(?<strong>(?=\S).+?(?<=\S))\*\*/,
  /(?<![\w*])\*(?<em>(?=[^\s*]).+?(?<=[^\s*]))\*(?![\w*])/,
  /(?<!\w)_(?<em2>(?=[^\s_]).+?(?<=[^\s_]))_(?!\w)/,
  /~~(?<del>(?=\S).+?(?<=\S))~~/,
  /\\(?<escaped>[\\`*_{}[\]()#+.!|>~-])/,
  /(?<break> {2,}\n|\n)/,
].map(part => part.source).join('|'), 'gs');

function inline(text, cite) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(from, match.index), span(match, cite));
    from = match.index + match[0].length;
  }
  nodes.push(text.slice(from));
  return nodes.filter(node => node !== '');
}

function span(match, cite) {
  const found = match.groups;
  if (found.code !== undefined) return element('code', '', found.code.replace(/^ (.*) $/s, '$1'));
  if (found.address !== undefined) return link(found.address, ...(found.label ? inline(found.label, cite) : [found.address]));
  if (found.cite !== undefined) return cite(parseInt(found.cite, 10)) ?? match[0];
  if (found.auto !== undefined) return link(found.auto, found.auto);
  if (found.strong !== undefined) return element('strong', '', ...inline(found.strong, cite));
  if (found.em !== undefined || found.em2 !== undefined) return element('em', '', ...inline(found.em ?? found.em2, cite));
  if (found.del !== undefined) return element('del', '', ...inline(found.del, cite));
  if (found.escaped !== undefined) return found.escaped;
  return found.break.length > 1 ? element('br') : '\n';
}
