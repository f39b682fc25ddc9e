/** Multinomial logistic regression over sparse rows, trained by Adagrad with an L2 penalty. */
import { seeded } from './variants.mjs';

/**
 * @param rows   [{ index: Int32Array, value: Float32Array, label: number, weight: number }]
 * @param width  number of features
 */
export function trainSoftmax(rows, width, classes, { epochs = 12, rate = 0.15, l2 = 2e-5, signalsFrom = width, signalL2 = l2, seed = 1 } = {}) {
  const weights = new Float64Array(width * classes);
  const bias = new Float64Array(classes);
  const squares = new Float64Array(width * classes).fill(1e-6);
  const biasSquares = new Float64Array(classes).fill(1e-6);
  const random = seeded(seed);
  const order = rows.map((_, position) => position);
  const share = new Float64Array(classes);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const position of order) {
      const row = rows[position];
      scoresOf(row, weights, bias, classes, share);
      for (let c = 0; c < classes; c += 1) share[c] = row.weight * (share[c] - (c === row.label ? 1 : 0));
      for (let k = 0; k < row.index.length; k += 1) {
        const penalty = row.index[k] >= signalsFrom ? signalL2 : l2;
        for (let c = 0; c < classes; c += 1) {
          const at = row.index[k] * classes + c;
          const gradient = share[c] * row.value[k] + penalty * row.weight * weights[at];
          squares[at] += gradient * gradient;
          weights[at] -= (rate * gradient) / Math.sqrt(squares[at]);
        }
      }
      for (let c = 0; c < classes; c += 1) {
        biasSquares[c] += share[c] * share[c];
        bias[c] -= (rate * share[c]) / Math.sqrt(biasSquares[c]);
      }
    }
  }
  return { weights, bias };
}

function shuffle(order, random) {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}

/** Fills `share` with the probabilities of a row. */
export function scoresOf(row, weights, bias, classes, share, temperature = 1) {
  for (let c = 0; c < classes; c += 1) share[c] = bias[c];
  for (let k = 0; k < row.index.length; k += 1) {
    const start = row.index[k] * classes;
    for (let c = 0; c < classes; c += 1) share[c] += row.value[k] * weights[start + c];
  }
  let greatest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < classes; c += 1) greatest = Math.max(greatest, share[c] / temperature);
  let total = 0;
  for (let c = 0; c < classes; c += 1) total += share[c] = Math.exp(share[c] / temperature - greatest);
  for (let c = 0; c < classes; c += 1) share[c] /= total;
  return share;
}
