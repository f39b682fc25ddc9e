/** A file's text, put in when the package is built (tsup.config.ts) and by Vite under test. */
declare module '*?raw' {
  const text: string
  export default text
}
