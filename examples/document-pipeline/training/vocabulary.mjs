/**
 * Chooses the terms the model may look at: only those that occur in many sources, so that no
 * project's own words and no subject become a shortcut, and those that tell the classes apart.
 */
const FEWEST_SOURCES = 6

/** @param documents [{ group, label, terms: Iterable<string> }] sorted by group */
export function chooseVocabulary(documents, classes, size) {
  const groupsOf = new Map()
  const rates = classes.map(() => new Map())
  const groupCount = classes.map(() => 0)
  for (const [, members] of byGroup(documents)) {
    const seen = classes.map(() => new Map())
    const sizes = classes.map(() => 0)
    for (const { label, terms } of members) {
      sizes[label] += 1
      for (const term of terms) seen[label].set(term, (seen[label].get(term) ?? 0) + 1)
    }
    const here = new Set(seen.flatMap((terms) => [...terms.keys()]))
    for (const term of here) groupsOf.set(term, (groupsOf.get(term) ?? 0) + 1)
    for (let c = 0; c < classes.length; c += 1) {
      if (sizes[c] === 0) continue
      const weight = Math.sqrt(sizes[c])
      groupCount[c] += weight
      for (const [term, count] of seen[c]) {
        rates[c].set(term, (rates[c].get(term) ?? 0) + (weight * count) / sizes[c])
      }
    }
  }
  const candidates = [...groupsOf]
    .filter(([, groups]) => groups >= FEWEST_SOURCES)
    .map(([term]) => term)
  const rate = (term, c) => (rates[c].get(term) ?? 0) / groupCount[c]
  const ranked = classes.map((_, c) => rankFor(candidates, classes.length, c, rate))
  const chosen = new Set()
  for (let rank = 0; rank < candidates.length && chosen.size < size; rank += 1) {
    for (const terms of ranked) if (chosen.size < size) chosen.add(terms[rank])
  }
  return [...chosen]
}

/** Terms by how well they tell one class from the mean of the others. */
function rankFor(terms, classCount, own, rate) {
  const scores = new Map()
  for (const term of terms) {
    const here = rate(term, own)
    let others = 0
    for (let c = 0; c < classCount; c += 1) if (c !== own) others += rate(term, c)
    others /= classCount - 1
    const mean = (here + others) / 2
    scores.set(term, (here - others) ** 2 / (mean * (1 - mean) + 0.01))
  }
  return terms.toSorted((a, b) => scores.get(b) - scores.get(a) || (a < b ? -1 : 1))
}

function* byGroup(documents) {
  let group
  let members = []
  for (const document of documents) {
    if (document.group !== group && members.length > 0) {
      yield [group, members]
      members = []
    }
    group = document.group
    members.push(document)
  }
  if (members.length > 0) yield [group, members]
}
