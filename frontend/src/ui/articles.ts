// How an article of the regulation is read out: "6.3/7.3" -> "khoản 3 Điều 6, khoản 3 Điều 7".
import { words } from '../words/index.js';

const NUMBER = /^(\d+)(?:\.(\d+))?$/;

function one(text: string): string {
  const [, article, clause] = NUMBER.exec(text) ?? [];
  if (!article) return text;
  return clause ? words.clause(article, clause) : words.article(article);
}

export const articles = (text: string): string =>
  text
    .split(/[/,;]/)
    .map(part => one(part.trim()))
    .join(', ');
