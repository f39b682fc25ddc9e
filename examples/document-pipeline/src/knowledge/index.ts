export type { Database, Statement } from './database.js'
export type {
  DocumentLink,
  DocumentSummary,
  KnowledgeDocument,
  StoredDocument,
} from './document.js'
export { KnowledgeError, type KnowledgeErrorCode } from './error.js'
export {
  type Integrated,
  type KnowledgeBase,
  type ListOptions,
  openKnowledgeBase,
} from './knowledge-base.js'
export type { CrossReference, ReferenceKind, References } from './reference.js'
export type { SearchHit, SearchOptions, SearchResult, SnippetPart } from './search.js'
export type { KnowledgeStatistics, QualityBand } from './statistics.js'
