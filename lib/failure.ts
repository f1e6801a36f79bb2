/**
 * A documented failure: returned, never thrown. `word` is what the service's document calls it and its clients switch
 * on; `more` is what the answer carries beside it.
 */
export class Failure<Word extends string = string> {
  readonly word: Word;
  readonly more: Record<string, unknown>;

  constructor(word: Word, more: Record<string, unknown> = {}) {
    this.word = word;
    this.more = more;
  }
}

/** The result that says why something is not done. A service narrows it to its own words: `failure<FailMsg>`. */
export const failure = <Word extends string>(word: Word, more?: Record<string, unknown>): Failure<Word> =>
  new Failure(word, more);
