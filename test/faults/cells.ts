import { DOORS, type Door } from './doors.js'
import { FAULTS, type Fault, type Manner, type Mode } from './faults.js'

/** The faulty target alone; a healthy one after it; a healthy one among the route's fallbacks. */
export const SHAPES = ['alone', 'next', 'fallback'] as const
export type Shape = (typeof SHAPES)[number]

/** One call: a fault, seen by one client of one route. Each has a provider of its own, so that no circuit or resting key hides another's fault. */
export interface Cell {
  /** Names the provider and the route. */
  readonly id: string
  readonly fault: Fault
  readonly manner: Manner
  readonly door: Door
  readonly mode: Mode
  readonly shape: Shape
}

export const CELLS: readonly Cell[] = FAULTS.flatMap((fault) =>
  DOORS.flatMap((door, index) =>
    door.modes.flatMap((mode) => {
      const manner = fault[mode]
      if (!manner) return []
      return SHAPES.map((shape) => ({ id: `${fault.id}.${index}.${mode}.${shape}`, fault, manner, door, mode, shape }))
    }),
  ),
)

export function targetOf({ id, manner }: Cell): string {
  return `${id}/${manner.scenario}`
}
