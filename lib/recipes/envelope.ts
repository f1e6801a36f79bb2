/** What an answer says; what a route does not fill is null, `login` false. */
type Said = { flag: boolean; data?: unknown; sessionId?: string; message: string; login?: boolean };

/** The envelope of every answer: all five fields, in the source's order. */
export const envelope = ({ flag, data = null, sessionId, message, login = false }: Said) => ({
  flag,
  data,
  sessionId: sessionId ?? null,
  message,
  login,
});
