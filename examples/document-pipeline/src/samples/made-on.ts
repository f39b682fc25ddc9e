/** The date every sample carries: made again, a sample is the same to the last byte. */
export const madeOn = new Date('2025-01-01T12:00:00Z')
