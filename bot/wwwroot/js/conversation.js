// The conversation of this tab: it survives a reload, not a closed tab, and is no other tab's.
import { randomId } from './api.js';

const KEY = 'chatbot.conversation.2';
const KEPT_TURNS = 50;

export class Conversation {
  constructor() {
    try {
      const stored = JSON.parse(sessionStorage.getItem(KEY));
      this.id = stored?.id ?? randomId();
      this.turns = stored?.turns ?? [];
    } catch {
      this.restart();
    }
  }

  get lastQuestion() {
    return this.turns.at(-1)?.question ?? '';
  }

  add(question, answer) {
    this.turns = [...this.turns, { question, answer }].slice(-KEPT_TURNS);
    this.#save();
  }

  restart() {
    this.id = randomId();
    this.turns = [];
    this.#save();
  }

  #save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ id: this.id, turns: this.turns }));
    } catch {
      // Storage is full or switched off: the conversation lives as long as the page.
    }
  }
}
