/** A command for a POSIX shell that sends a request again: a GET, or a POST of JSON. */
export const curlOf = (url: string, json?: string): string =>
  json === undefined
    ? `curl -s '${url}'`
    : `curl -s '${url}' -H 'content-type: application/json' -d '${json.replaceAll("'", `'\\''`)}'`;
