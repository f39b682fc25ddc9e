export { type Classified, type Quality, type ReadText, scoreQuality } from './score.js'
