import { type Defect, defect } from '../defect.js'

export const fairDefects: readonly Defect[] = [
  defect(
    'claim/fair',
    'groups do not take turns',
    'queue',
    'this.#open.size > 1',
    'this.#open.size > 999',
  ),
  defect(
    'claim/fair',
    'weights are ignored',
    'lane',
    'FAIR_QUANTUM_MS / weight',
    'FAIR_QUANTUM_MS',
  ),
  defect(
    'claim/fair',
    'a lone group runs up a debt',
    'queue',
    'this.#open.size > 1',
    'this.#open.size > 0',
  ),
  defect(
    'claim/fair',
    'fairness goes before priority',
    'lane',
    'this.#tag - head.headStartMs',
    'this.#tag',
  ),
  defect(
    'claim/fair',
    'an empty lane keeps its tag',
    'queue',
    'if (lane && !lane.head) this.#lanes.delete(key)',
    '',
  ),
  defect(
    'claim/fair',
    'a lane moved inside forgets its tag',
    'queue',
    'if (wasHead) this.reopen(lane)\n',
    'if (wasHead) this.reopen(lane)\n    if (!lane.head) this.#lanes.delete(lane.key)\n',
  ),
  defect(
    'claim/fair',
    'a step back counts from the due time alone',
    'lane',
    'Math.max(this.#tag, record.dueAt)',
    'record.dueAt',
  ),
]
