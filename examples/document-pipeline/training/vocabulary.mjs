/**
 * Chooses the terms the model may look at: only those that occur in many sources, so that no
 * project's own words and no subject become a shortcut, and those that tell the classes apart.
 */
const FEWEST_SOURCES = 6;

/** @param documents [{ group, label, terms: Iterable<string> }] sorted by group */
export function chooseVocabulary(documents, classes, size) {
  const groupsOf = new Map();
  const rates = classes.map(() => new Map());
  const groupCount = classes.map(() => 0);
  const frequency = new Map();
  let documentCount = 0;
  for (const [, members] of byGroup(documents)) {
    const seen = classes.map(() => new Map());
    const sizes = classes.map(() => 0);
    for (const { label, terms } of members) {
      sizes[label] += 1;
      documentCount += 1;
      for (const term of terms) seen[label].set(term, (seen[label].get(term) ?? 0) + 1);
    }
    const here = new Set(seen.flatMap((terms) => [...terms.keys()]));
    for (const term of here) groupsOf.set(term, (groupsOf.get(term) ?? 0) + 1);
    for (let c = 0; c < classes.length; c += 1) {
      if (sizes[c] === 0) continue;
      const weight = Math.sqrt(sizes[c]);
      groupCount[c] += weight;
      for (const [term, count] of seen[c]) {
        rates[c].set(term, (rates[c].get(term) ?? 0) + (weight * count) / sizes[c]);
        frequency.set(term, (frequency.get(term) ?? 0) + count);
      }
    }
  }
  const scored = [];
  for (const [term, groups] of groupsOf) {
    if (groups < FEWEST_SOURCES) continue;
    const p = rates.map((rate, c) => (rate.get(term) ?? 0) / groupCount[c]);
    const mean = p.reduce((sum, value) => sum + value, 0) / p.length;
    const spread = p.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    scored.push({ term, score: spread / (mean * (1 - mean) + 0.02), idf: Math.log((documentCount + 1) / (frequency.get(term) + 1)) });
  }
  scored.sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1));
  return scored.slice(0, size);
}

function* byGroup(documents) {
  let group;
  let members = [];
  for (const document of documents) {
    if (document.group !== group && members.length > 0) {
      yield [group, members];
      members = [];
    }
    group = document.group;
    members.push(document);
  }
  if (members.length > 0) yield [group, members];
}
