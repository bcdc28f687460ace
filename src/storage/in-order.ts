/** Documents in the order in which their ids were asked for; null where there is none. */
export function inOrder<Document extends { readonly _id: string }, Item>(
  ids: readonly string[],
  documents: readonly Document[],
  toItem: (document: Document) => Item,
): readonly (Item | null)[] {
  const byId = new Map(documents.map((document) => [document._id, document]))
  return ids.map((id) => {
    const document = byId.get(id)
    return document ? toItem(document) : null
  })
}
