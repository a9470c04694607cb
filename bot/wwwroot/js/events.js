// Server-sent events out of a response to a POST, which EventSource cannot make.

/** Yields { type, data } of each event, its data read as JSON. */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const whole = (rest + value).split(/\r?\n\r?\n/);
    rest = whole.pop();
    for (const event of whole) {
      const data = field(event, 'data');
      if (data) yield { type: field(event, 'event'), data: JSON.parse(data) }; // else a comment, by which proxies keep it open
    }
  }
}

const field = (event, name) =>
  event.split(/\r?\n/).filter(line => line.startsWith(`${name}:`)).map(line => line.slice(name.length + 1).replace(/^ /, '')).join('\n');
