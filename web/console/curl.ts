/** A command for a POSIX shell that sends a request again. */
export const curlOf = (url: string, json: string): string =>
  `curl -s '${url}' -H 'content-type: application/json' -d '${json.replaceAll("'", `'\\''`)}'`;
