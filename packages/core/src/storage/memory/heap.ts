import type { JobId } from '../contract.js'

/** A standing in a heap: lowest `at` first, then lowest id. The heap keeps `index` up to date. */
export interface Place {
  readonly at: number
  readonly id: JobId
  index: number
}

/** A binary heap that can also remove from its middle: cancelled jobs leave no trace in it. */
export class Heap<T extends Place> {
  readonly #places: T[] = []

  has(place: T): boolean {
    return this.#places[place.index] === place
  }

  get size(): number {
    return this.#places.length
  }

  /** In no particular order. */
  all(): Iterable<T> {
    return this.#places
  }

  peek(): T | undefined {
    return this.#places[0]
  }

  push(place: T): void {
    this.#rise(place, this.#places.length)
  }

  pop(): T | undefined {
    const first = this.#places[0]
    if (first) this.remove(first)
    return first
  }

  remove(place: T): void {
    const last = this.#places.pop()
    if (last === undefined || last === place) return
    const { index } = place
    const parent = this.#places[parentOf(index)]
    if (parent && before(last, parent)) this.#rise(last, index)
    else this.#sink(last, index)
  }

  #rise(place: T, from: number): void {
    let index = from
    while (index > 0) {
      const parent = this.#places[parentOf(index)] as T
      if (!before(place, parent)) break
      this.#put(parent, index)
      index = parentOf(index)
    }
    this.#put(place, index)
  }

  #sink(place: T, from: number): void {
    let index = from
    for (;;) {
      const child = this.#firstChild(index)
      if (child === undefined || !before(child, place)) break
      const free = child.index
      this.#put(child, index)
      index = free
    }
    this.#put(place, index)
  }

  #firstChild(index: number): T | undefined {
    const left = this.#places[2 * index + 1]
    const right = this.#places[2 * index + 2]
    return left && right && before(right, left) ? right : left
  }

  #put(place: T, index: number): void {
    this.#places[index] = place
    place.index = index
  }
}

const parentOf = (index: number) => (index - 1) >> 1

const before = (a: Place, b: Place) => a.at < b.at || (a.at === b.at && a.id < b.id)
