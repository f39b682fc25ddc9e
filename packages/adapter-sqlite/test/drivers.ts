import type { Driver } from '../src/drivers/driver.js'

/** Whether this Node can load the driver. */
export function loads(driver: Driver): boolean {
  try {
    driver.load()
    return true
  } catch {
    return false
  }
}
