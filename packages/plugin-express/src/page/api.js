/** What the server said no with: its sentence is meant for people. */
export class Refusal extends Error {
  /** @param {number} status @param {string} detail */
  constructor(status, detail) {
    super(detail)
    this.status = status
  }
}

/** Addresses are relative to the page, wherever the host has mounted it. @param {string} path */
export const address = (path) => new URL(`api/${path}`, document.baseURI).href

/**
 * @param {string} path
 * @param {{ method?: string, body?: unknown }} [options]
 * @returns {Promise<any>}
 */
export async function call(path, { method = 'GET', body } = {}) {
  const response = await reach(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer
  throw new Refusal(response.status, answer.detail ?? `The server answered ${response.status}.`)
}

/** @param {string} path @param {RequestInit} options */
async function reach(path, options) {
  try {
    return await fetch(address(path), options)
  } catch {
    throw new Refusal(0, 'The server cannot be reached just now.')
  }
}
