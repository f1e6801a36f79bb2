/** What the user can mend: its message is a sentence for them, and all that they need to see. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}
