declare module 'virtual:messages' {
  /** By language: messages as the browser would find them in `_locales/<language>/messages.json`. */
  const messages: Readonly<Record<string, Readonly<Record<string, { readonly message: string }>>>>;
  export default messages;
}
