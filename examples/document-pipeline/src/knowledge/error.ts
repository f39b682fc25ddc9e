export type KnowledgeErrorCode = 'KNOWLEDGE_NEWER' | 'PATH_NOT_ABSOLUTE'

/** Why the knowledge base refused something: a stable code and a sentence for people. */
export class KnowledgeError extends Error {
  readonly code: KnowledgeErrorCode

  constructor(code: KnowledgeErrorCode, message: string) {
    super(message)
    this.name = 'KnowledgeError'
    this.code = code
  }
}
