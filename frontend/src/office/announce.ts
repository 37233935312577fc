/** Says a sentence to people who do not see the page move. */
export function announce(words: string): void {
  const region = document.getElementById('bao');
  if (region) region.textContent = words;
}
