interface LockedPackage {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly devOptional?: boolean
}
type Packages = Readonly<Record<string, LockedPackage>>

export function missingPackages(lockfiles: { production: boolean; wanted: Packages; installed: Packages }): number
export function ensureInstalled(options?: { production?: boolean }): Promise<void>
