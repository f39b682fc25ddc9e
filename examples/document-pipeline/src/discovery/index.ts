export { type FindOptions, findDocuments } from './find-documents.js'
export type { FoundDocument, Unreadable } from './found-document.js'
export { type InstalledOptions, installedDocuments } from './installed-documents.js'
