/** The storage contract this package implements; the one place that says where it stands. */
export * from '@nightshift/core'
