const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds as people say them: two units at most. @param {number} ms */
export function span(ms) {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`
  return ms < 10 * SECOND ? `${(ms / SECOND).toFixed(1)} s` : wholeSpan(ms)
}

/** The same to the second, for what is counted while one looks. @param {number} ms */
export function wholeSpan(ms) {
  const whole = Math.round(ms / SECOND) * SECOND
  if (whole < MINUTE) return `${whole / SECOND} s`
  if (whole < HOUR) return pair(whole, MINUTE, 'min', SECOND, 's')
  if (whole < DAY) return pair(whole, HOUR, 'h', MINUTE, 'min')
  return pair(whole, DAY, 'd', HOUR, 'h')
}

/**
 * @param {number} ms @param {number} big @param {string} bigName
 * @param {number} small @param {string} smallName
 */
function pair(ms, big, bigName, small, smallName) {
  const rest = Math.floor((ms % big) / small)
  return `${Math.floor(ms / big)} ${bigName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`
}

/** @param {string | number} time @param {number} now */
export function ago(time, now) {
  const ms = now - new Date(time).getTime()
  return ms < 5 * SECOND ? 'just now' : `${coarse(ms)} ago`
}

/** @param {string | number} time @param {number} now */
export function until(time, now) {
  const ms = new Date(time).getTime() - now
  return ms < SECOND ? 'now' : `in ${coarse(ms)}`
}

/** One unit: of a time long past, or far ahead, nobody wants to know the seconds. @param {number} ms */
function coarse(ms) {
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} h`
  return `${Math.round(ms / DAY)} days`
}

/** @param {string} time */
export const moment = (time) =>
  new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** @param {number} count */
export const amount = (count) => count.toLocaleString()

/** @param {unknown} value */
export const pretty = (value) => (value === undefined ? '—' : JSON.stringify(value, null, 2))

/** The end of an id tells two jobs apart; its beginning is the time. @param {string} id */
export const shortId = (id) => id.slice(-8)

/** @param {string} word */
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1)
