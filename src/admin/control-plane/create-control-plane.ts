import { GatewayError } from '../../domain/gateway-error.js'
import { hasScope, type Principal } from '../../domain/principal.js'
import type { ControlPlane } from '../control-plane.js'
import { applyFile } from './apply-file.js'
import type { ControlPlaneOptions } from './control-plane-options.js'
import { createEntry } from './create-entry.js'
import { findDeclared, listDeclared } from './declared.js'
import { InTurn } from './in-turn.js'
import { removeEntry } from './remove-entry.js'
import { updateEntry } from './update-entry.js'
import { diffVersions, rollBack } from './versions.js'

export function createControlPlane(options: ControlPlaneOptions): ControlPlane {
  const turns = new InTurn()
  const content = ({ organizationId }: Principal) => options.inForce(organizationId).content
  const inTurn = async <Result>(principal: Principal, task: () => Promise<Result>) => {
    checkAdmin(principal)
    return turns.run(task)
  }
  return {
    list: (principal, kind) => listDeclared(kind, content(admin(principal)), options.declared()),
    find: (principal, kind, name) => findDeclared(kind, name, content(admin(principal)), options.declared()),
    create: (principal, kind, spec, changeOptions) =>
      inTurn(principal, () => createEntry(options, principal, kind, spec, changeOptions)),
    update: (principal, kind, name, version, changes, changeOptions) =>
      inTurn(principal, () => updateEntry(options, principal, { kind, name, version }, changes, changeOptions)),
    remove: (principal, kind, name, changeOptions) =>
      inTurn(principal, () => removeEntry(options, principal, { kind, name }, changeOptions)),
    listVersions: async (principal, page) => options.configs.list(admin(principal).organizationId, page),
    diff: async (principal, from, to) => diffVersions(options, admin(principal), from, to),
    rollBack: (principal, version, changeOptions) =>
      inTurn(principal, () => rollBack(options, principal, version, changeOptions)),
    exportFile: (principal) => options.writeFile(content(admin(principal))),
    applyFile: (principal, yaml, changeOptions) => inTurn(principal, () => applyFile(options, principal, yaml, changeOptions)),
    rotateSecret: (principal) =>
      inTurn(principal, async () => ({ credentials: await options.vault.rotate(principal.organizationId) })),
    subscribe: (principal, listener) => options.onChange(admin(principal).organizationId, listener),
  }
}

function admin(principal: Principal): Principal {
  checkAdmin(principal)
  return principal
}

/** The doors ask too; what can redirect every prompt asks once more. */
function checkAdmin(principal: Principal): void {
  if (hasScope(principal, 'admin')) return
  throw new GatewayError('ACCESS_DENIED', 'The configuration is for keys with the scope "admin".')
}
