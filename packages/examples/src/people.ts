import type { Role } from '@countersign/lifecycle';

/** The password of every example person. Known to everybody, so examples are refused outside loopback. */
export const examplePassword = 'countersign-example';

export interface ExamplePerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

const person = (name: string, address: string, role: Role): ExamplePerson => ({
  name: `${name} (example)`,
  email: `${address}@example.com`,
  role,
});

/** One person for each role, and the second ones that a high tier takes. */
export const examplePeople: readonly ExamplePerson[] = [
  person('Administrator', 'administrator', 'administrator'),
  person('Owner', 'owner', 'owner'),
  person('Developer', 'developer', 'developer'),
  person('Reviewer', 'reviewer', 'reviewer'),
  person('Second reviewer', 'second-reviewer', 'reviewer'),
  person('Approver', 'approver', 'approver'),
  person('Second approver', 'second-approver', 'approver'),
  person('Operator', 'operator', 'operator'),
  person('Compliance', 'compliance', 'compliance'),
  person('Auditor', 'auditor', 'auditor'),
  person('Consumer', 'consumer', 'consumer'),
  person('Viewer', 'viewer', 'viewer'),
];
