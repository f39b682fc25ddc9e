/** Multinomial logistic regression over sparse rows, trained by Adagrad with an L2 penalty. */
import { seeded } from './variants.mjs'

/**
 * @param rows   [{ index: Int32Array, value: Float32Array, label: number, weight: number }]
 * @param width  number of features
 */
export function trainSoftmax(
  rows,
  width,
  classes,
  { epochs = 10, rate = 0.1, l2 = 1e-3, priorL2 = l2, prior, dropout = 0, seed = 1 } = {},
) {
  const weights = prior ? Float64Array.from(prior) : new Float64Array(width * classes)
  const bias = new Float64Array(classes)
  const squares = new Float64Array(width * classes).fill(1e-6)
  const biasSquares = new Float64Array(classes).fill(1e-6)
  const mean = {
    weights: new Float64Array(width * classes),
    bias: new Float64Array(classes),
    count: 0,
  }
  const random = seeded(seed)
  const order = rows.map((_, position) => position)
  const share = new Float64Array(classes)
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random)
    for (const position of order) {
      const row = dropout > 0 ? thinned(rows[position], dropout, random) : rows[position]
      scoresOf(row, weights, bias, classes, share)
      for (let c = 0; c < classes; c += 1) {
        share[c] = row.weight * (share[c] - (c === row.label ? 1 : 0))
      }
      for (let k = 0; k < row.index.length; k += 1) {
        for (let c = 0; c < classes; c += 1) {
          const at = row.index[k] * classes + c
          const pull =
            prior && prior[at] !== 0 ? priorL2 * (weights[at] - prior[at]) : l2 * weights[at]
          const gradient = share[c] * row.value[k] + row.weight * pull
          squares[at] += gradient * gradient
          weights[at] -= (rate * gradient) / Math.sqrt(squares[at])
        }
      }
      for (let c = 0; c < classes; c += 1) {
        biasSquares[c] += share[c] * share[c]
        bias[c] -= (rate * share[c]) / Math.sqrt(biasSquares[c])
      }
    }
    if (epoch >= epochs / 2) addTo(mean, weights, bias)
  }
  return {
    weights: mean.weights.map((sum) => sum / mean.count),
    bias: mean.bias.map((sum) => sum / mean.count),
  }
}

function addTo(mean, weights, bias) {
  mean.count += 1
  for (let i = 0; i < weights.length; i += 1) mean.weights[i] += weights[i]
  for (let c = 0; c < bias.length; c += 1) mean.bias[c] += bias[c]
}

/** The row without some of its features, so that no few words can carry a decision alone. */
function thinned(row, dropout, random) {
  const index = []
  const value = []
  for (let k = 0; k < row.index.length; k += 1) {
    if (random() < dropout) continue
    index.push(row.index[k])
    value.push(row.value[k] / (1 - dropout))
  }
  return { ...row, index, value }
}

function shuffle(order, random) {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    ;[order[i], order[j]] = [order[j], order[i]]
  }
}

/** Fills `share` with the probabilities of a row. */
export function scoresOf(row, weights, bias, classes, share, temperature = 1) {
  for (let c = 0; c < classes; c += 1) share[c] = bias[c]
  for (let k = 0; k < row.index.length; k += 1) {
    const start = row.index[k] * classes
    for (let c = 0; c < classes; c += 1) share[c] += row.value[k] * weights[start + c]
  }
  let greatest = Number.NEGATIVE_INFINITY
  for (let c = 0; c < classes; c += 1) greatest = Math.max(greatest, share[c] / temperature)
  let total = 0
  for (let c = 0; c < classes; c += 1)
    total += share[c] = Math.exp(share[c] / temperature - greatest)
  for (let c = 0; c < classes; c += 1) share[c] /= total
  return share
}
