// "Why this answer?": the receipt in people's words.
import { element } from './dom.js';

export function receipt({ receipt: told, interactionId, certainty, confidence }) {
  const rows = [
    ['Decided by', [told.stage, told.rule].filter(Boolean).join(' › ')],
    ['Confidence', certainty ? `${Math.round(confidence * 100)} %` : ''],
    ['Searched for', told.standaloneQuestion],
    ['Topic score', told.topicScore === undefined ? '' : told.topicScore.toFixed(2)],
    ['Written by', [told.generator, told.model, told.adapter].filter(Boolean).join(', ')],
    ['Prompt', told.promptVersion],
    ['Experiment', told.arm],
    ['Correction', told.correctionId],
    ['Passages', told.sources?.length ? `${told.sources.length} looked at, ${told.sources.filter(source => source.cited).length} cited` : ''],
    ['Time', time(told.latencyMs)],
    ['Id', interactionId],
  ].filter(([, value]) => value);
  return element('section', 'receipt',
    element('h4', '', 'Why this answer?'),
    element('dl', '', ...rows.flatMap(([name, value]) => [element('dt', '', name), element('dd', '', value)])));
}

function time(latency) {
  if (!latency) return '';
  const { total, ...stages } = latency;
  const ms = value => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
  const parts = Object.entries(stages).map(([stage, value]) => `${stage} ${ms(value)}`);
  return total === undefined ? parts.join(', ') : `${ms(total)} (${parts.join(', ')})`;
}
