export { type SampleFolders, writeSamples } from './write-samples.js'
