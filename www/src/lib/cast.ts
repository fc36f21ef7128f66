import file from '../../../dev/cast.json'

export interface Subject {
  id: string
  name: string
  principal: 'User' | 'MachineToMachine'
  /** What a directory would know: organization → role names. */
  memberships: Record<string, string[]>
}

interface Cast {
  organizations: { id: string; name: string }[]
  subjects: Subject[]
}

// The JSON's inferred type is narrower than what it stands for.
const cast = file as unknown as Cast

export const { organizations, subjects } = cast

export const subjectById = (id: string): Subject | undefined => subjects.find(subject => subject.id === id)
