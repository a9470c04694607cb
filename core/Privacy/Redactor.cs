using System.Text;
using ChatBot.Privacy.Detection;

namespace ChatBot.Privacy;

/// <summary>
/// Replaces personal data and secrets in free text by their kind: <c>Write to [email]</c>. Pure, thread-safe, and linear in the
/// length of the text: detectors are hand-written scanners or <see cref="System.Text.RegularExpressions.RegexOptions.NonBacktracking"/>
/// expressions. Redacting a redacted text changes nothing.
/// </summary>
public sealed class Redactor
{
    // Where two readings of the same characters compete, the earlier detector wins: the more certain its check, the earlier it stands.
    private static readonly Action<Findings>[] Detectors =
    [
        PrivateKeyDetector.Find,
        TokenDetector.Find,
        UrlPasswordDetector.Find,
        CredentialDetector.Find,
        EmailDetector.Find,
        IbanDetector.Find,
        CardDetector.Find,
        SsnDetector.Find,
        IpAddressDetector.Find,
        IdNumberDetector.Find,
        PhoneDetector.Find,
        AddressDetector.Find,
        NameDetector.Find,
    ];

    // A replacement shortens the text and can bring a clue ("call me on") within reach of the next number, so passes repeat until
    // nothing is found. The reach of a clue is a constant number of characters, hence so is the number of passes; two is usual.
    private const int MostPasses = 16;

    /// <summary>
    /// Finds and replaces the personal data of <paramref name="text"/>. Any UTF-16, lone surrogates included, is accepted.
    /// </summary>
    public Redaction Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var current = text;
        IReadOnlyList<RedactedSpan> spans = [];
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var found = Scan(current);
            if (found.Count == 0)
                break;
            spans = Merge(spans, found);
            current = Replace(text, spans);
        }
        return new Redaction(current, spans);
    }

    private static IReadOnlyList<RedactedSpan> Scan(string text)
    {
        if (text.Length < 2)
            return [];
        var findings = new Findings(text);
        foreach (var find in Detectors)
            find(findings);
        return findings.InOrder();
    }

    /// <summary>
    /// Adds spans found in the once redacted text to <paramref name="known"/>, with their offsets brought back to the input.
    /// </summary>
    private static List<RedactedSpan> Merge(IReadOnlyList<RedactedSpan> known, IReadOnlyList<RedactedSpan> found)
    {
        var merged = new List<RedactedSpan>(known.Count + found.Count);
        var (next, shift) = (0, 0); // shift: input offset − offset in the redacted text, right of the first `next` known spans
        foreach (var span in found)
        {
            while (next < known.Count && known[next].Start - shift < span.Start)
            {
                merged.Add(known[next]);
                shift += known[next].End - known[next].Start - (known[next].Kind.Length + 2);
                next++;
            }
            merged.Add(span with { Start = span.Start + shift, End = span.End + shift });
        }
        merged.AddRange(known.Skip(next));
        return merged;
    }

    private static string Replace(string text, IReadOnlyList<RedactedSpan> spans)
    {
        var result = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var span in spans)
        {
            result.Append(text, copied, span.Start - copied).Append('[').Append(span.Kind).Append(']');
            copied = span.End;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
