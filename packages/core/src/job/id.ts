import type { EpochMs } from '../time/clock.js'

/** Fills bytes with random bits; injected so that a test can repeat a run. */
export type RandomBytes = (size: number) => Uint8Array

/** 2020-01-01T00:00:00Z: 42 bits of milliseconds from here last until 2159. */
const ID_EPOCH_MS = 1_577_836_800_000
const COUNTER_LIMIT = 2 ** 13
const ID_PATTERN = /^[0-7][0-9a-v]{12}[0-9a-f][0-9a-v]{12}$/

/** Whether a text can be a job id at all; it says nothing about whether such a job exists. */
export const isJobId = (text: string): boolean => ID_PATTERN.test(text)

/**
 * Makes ids that sort by time: 42 bits of milliseconds, 13 of counter and 8 of process are the
 * first 13 characters (base 32, digits 0–9a–v), 64 random bits the other 13. A storage may use the
 * first 63 bits as its key, and must refuse two ids that differ only behind them.
 */
export function createIdMaker(now: () => EpochMs, randomBytes: RandomBytes): () => string {
  const process = randomBytes(1)[0] as number
  let millis = -1
  let counter = 0

  return () => {
    const current = now() - ID_EPOCH_MS
    counter += 1
    // A clock that stands still or steps back must neither repeat nor reverse ids.
    if (current > millis) {
      millis = current
      counter = 0
    } else if (counter === COUNTER_LIMIT) {
      millis += 1
      counter = 0
    }
    return timeHalf(millis, counter * 256 + process) + randomHalf(randomBytes(8))
  }
}

/** 42 + 21 bits, written as 33 + 30, because numbers hold only 53 bits exactly. */
function timeHalf(millis: number, low: number): string {
  return base32(Math.floor(millis / 2 ** 9), 7) + base32((millis % 2 ** 9) * 2 ** 21 + low, 6)
}

function randomHalf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8)
  const [high, low] = [view.getUint32(0), view.getUint32(4)]
  return base32(high * 4 + (low >>> 30), 7) + base32(low & 0x3fffffff, 6)
}

const base32 = (value: number, width: number) => value.toString(32).padStart(width, '0')
