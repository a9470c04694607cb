using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatBot.Privacy;

/// <summary>
/// Redacts a file of any size in constant memory. A file whose first line is a JSON object with a string field <c>text</c> (or that is
/// called <c>.jsonl</c>) is JSONL, everything else is plain text.
/// <list type="table">
/// <item><term>plain text</term><description>the text as it is, redacted</description></item>
/// <item><term>plain text, JSON</term><description>a line for each line of the input; what runs over several lines, such as a private key,
/// is a span in each of them</description></item>
/// <item><term>JSONL</term><description><c>{"text"}</c> for each line; other fields are left out, for they may repeat what was
/// redacted</description></item>
/// <item><term>JSONL, JSON</term><description><c>{"text", "spans": [{"kind", "start", "end"}]}</c> for each line, offsets in UTF-16 units
/// of the input's text</description></item>
/// </list>
/// </summary>
public sealed class RedactFile(Redactor redactor)
{
    // Relaxed: the output is for files and terminals, and should read as the input did.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads <paramref name="path"/> and writes it redacted to <paramref name="output"/>.</summary>
    /// <exception cref="UnreadableFileException">Missing, forbidden, not UTF-8, or broken JSONL: one line that says which and
    /// where.</exception>
    public async Task RunAsync(string path, TextWriter output, bool json, CancellationToken cancel = default)
    {
        try
        {
            using var input = Open(path);
            var lines = new TextBlocks(input);
            if (IsJsonLines(path, await lines.PeekLineAsync(cancel)))
                await RedactJsonLinesAsync(path, lines, output, json, cancel);
            else
                await RedactTextAsync(lines, output, json, cancel);
        }
        catch (DecoderFallbackException broken)
        {
            throw new UnreadableFileException(
                $"{path} is not UTF-8 text ({Hex(broken.BytesUnknown)}): convert it first, for example with iconv.",
                broken
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private async Task RedactTextAsync(TextBlocks input, TextWriter output, bool json, CancellationToken cancel)
    {
        while (await input.ReadBlockAsync(cancel) is { } block)
        {
            var redaction = redactor.Redact(block);
            if (!json)
                await output.WriteAsync(redaction.Text.AsMemory(), cancel);
            else
                foreach (var line in ByLine(block, redaction.Spans))
                    await WriteAsync(output, line, withSpans: true);
        }
    }

    private async Task RedactJsonLinesAsync(string path, TextBlocks input, TextWriter output, bool json, CancellationToken cancel)
    {
        for (var number = 1; await input.ReadLineAsync(cancel) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var text =
                TextField(line)
                ?? throw new UnreadableFileException($"{path}, line {number}: not a JSON object with a string field \"text\".");
            await WriteAsync(output, redactor.Redact(text), json);
        }
    }

    private static Task WriteAsync(TextWriter output, Redaction redaction, bool withSpans) =>
        output.WriteLineAsync(
            withSpans
                ? JsonSerializer.Serialize(new { redaction.Text, redaction.Spans }, Json)
                : JsonSerializer.Serialize(new { redaction.Text }, Json)
        );

    /// <summary>Cuts a redacted block at its line ends; a span over several lines becomes one in each.</summary>
    private static IEnumerable<Redaction> ByLine(string block, IReadOnlyList<RedactedSpan> spans)
    {
        var next = 0;
        for (var start = 0; start < block.Length; )
        {
            var feed = block.IndexOf('\n', start);
            var behind = feed < 0 ? block.Length : feed + 1;
            var end =
                feed < 0 ? block.Length
                : feed > start && block[feed - 1] == '\r' ? feed - 1
                : feed;
            var (text, own, copied) = (new StringBuilder(), new List<RedactedSpan>(), start);
            while (next < spans.Count && spans[next].Start < end)
            {
                var (from, to) = (Math.Max(spans[next].Start, start), Math.Min(spans[next].End, end));
                if (from < to)
                {
                    text.Append(block, copied, from - copied).Append('[').Append(spans[next].Kind).Append(']');
                    own.Add(new RedactedSpan(spans[next].Kind, from - start, to - start));
                    copied = to;
                }
                if (spans[next].End > end)
                    break;
                next++;
            }
            yield return new Redaction(text.Append(block, copied, end - copied).ToString(), own);
            start = behind;
        }
    }

    private static bool IsJsonLines(string path, string? firstLine) =>
        Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson" || (firstLine is not null && TextField(firstLine) is not null);

    private static string? TextField(string line)
    {
        if (!line.AsSpan().TrimStart().StartsWith("{"))
            return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // not JSON, or half a surrogate pair in an escape
        }
    }

    private static StreamReader Open(string path)
    {
        if (Directory.Exists(path))
            throw new UnreadableFileException($"{path} is a folder: name a file.");
        if (!File.Exists(path))
            throw new UnreadableFileException($"{path} does not exist.");
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return new StreamReader(path, strict, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
    }

    private static string Hex(byte[]? bytes) => bytes is { Length: > 0 } ? $"byte 0x{Convert.ToHexString(bytes)}" : "broken bytes";
}

/// <summary>A file that cannot be redacted; the message is one line for the person at the terminal.</summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner);
