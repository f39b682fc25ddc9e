import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Heap, type Place } from '../../src/storage/memory/heap.js'

const place = (at: number, id: string): Place => ({ at, id, index: 0 })

const inOrder = (a: Place, b: Place) => a.at - b.at || (a.id < b.id ? -1 : 1)

function drained(heap: Heap<Place>): readonly Place[] {
  const places: Place[] = []
  for (let next = heap.pop(); next; next = heap.pop()) places.push(next)
  return places
}

describe('a heap', () => {
  it('gives the lowest first, and the lowest id among equals', () => {
    const heap = new Heap<Place>()
    const places = [place(2, 'a'), place(1, 'c'), place(1, 'b'), place(3, 'd')]
    for (const one of places) heap.push(one)
    expect(heap.peek()?.id).toBe('b')
    expect(drained(heap).map(({ id }) => id)).toEqual(['b', 'c', 'a', 'd'])
    expect(heap.pop()).toBeUndefined()
  })

  it('stays in order whatever is removed from its middle', () => {
    const keys = fc.array(fc.nat(20), { maxLength: 60 })
    fc.assert(
      fc.property(keys, fc.array(fc.nat(60)), (ats, removals) => {
        const heap = new Heap<Place>()
        const left = new Set(ats.map((at, index) => place(at, `id${index}`)))
        for (const one of left) heap.push(one)
        for (const removal of removals) {
          const victim = [...left][removal]
          if (!victim) continue
          expect(heap.has(victim)).toBe(true)
          heap.remove(victim)
          left.delete(victim)
          expect(heap.has(victim)).toBe(false)
        }
        expect(drained(heap)).toEqual([...left].sort(inOrder))
      }),
    )
  })

  it('takes and removes at a cost that hardly grows with its size', () => {
    let looks = 0
    const counted = (at: number) => ({
      get at() {
        looks += 1
        return at
      },
      id: String(at),
      index: 0,
    })
    const heap = new Heap<Place>()
    const places = Array.from({ length: 2 ** 14 }, (_, index) => counted((index * 7919) % 2 ** 14))
    for (const one of places) heap.push(one)
    looks = 0
    heap.pop()
    heap.remove(places[8_000] as Place)
    expect(looks).toBeGreaterThan(0)
    // Two sinks through fourteen levels, with a few looks at each.
    expect(looks).toBeLessThan(2 * 14 * 6)
  })
})
