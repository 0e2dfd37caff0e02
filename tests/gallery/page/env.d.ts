declare module 'virtual:messages' {
  /** Messages as the browser would find them in `_locales/en/messages.json`. */
  const messages: Readonly<Record<string, { readonly message: string }>>;
  export default messages;
}
