/**
 * The same document as other readers would hand it over: with its headings, as bare text
 * (a PDF: no headings, lines broken anywhere), and cut short. All variants stay in one fold.
 */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const seedOf = (text) => [...text].reduce((hash, character) => (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0, 7);

/** No headings, no blank lines between paragraphs half of the time, lines wrapped at a random width. */
export function bare(text, random) {
  const width = 50 + Math.floor(random() * 60);
  const gap = random() < 0.5 ? '\n' : '\n\n';
  const keepBullets = random() < 0.6;
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => {
      const lines = keepBullets ? paragraph.split('\n') : [paragraph.replace(/^\s*([*•-]|\d+[.)])\s+/gm, '').replace(/\s*\n\s*/g, ' ')];
      return lines.map((line) => line.trim().replace(new RegExp(`(.{${width},}?) `, 'g'), '$1\n')).join('\n');
    })
    .join(gap);
}

/** 40 to 300 words from the start, where a short document of the class would say what it is. */
export function short(text, random) {
  const words = 40 + Math.floor(random() ** 2 * 260);
  const match = text.trimStart().match(new RegExp(`^(?:\\S+\\s+){1,${words}}`));
  return match ? match[0] : text;
}

/** One to three variants of a document for training. */
export function variantsOf({ text, headings, path, source }) {
  const random = seeded(seedOf(source + path));
  const all = [{ text, headings, weight: 1 }];
  all.push({ text: bare(text, random), headings: [], weight: 0.7 });
  if (text.length > 1_500) {
    const cut = short(text, random);
    all.push({ text: random() < 0.5 ? bare(cut, random) : cut, headings: [], weight: 0.5 });
  }
  return all;
}
