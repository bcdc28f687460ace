/** What inputs of mutations of the control plane have in common. */
export const DRY_RUN = {
  nullable: true,
  defaultValue: false,
  description: 'Tell what would change, and refuse what would be refused; change nothing.',
} as const
export const VERSION = {
  description: 'The version that the change goes by, as it was read: if it is another by now, it is refused.',
}
export const UPDATES = 'Absent keeps a field, null removes it, and what is given takes its place whole.'
