/** The one organisation that there is until tenancy is managed; everything stored already carries it. */
export const DEFAULT_ORGANIZATION = 'org_default'
