namespace ChatBot.Privacy;

/// <summary>Text with personal data replaced by <c>[kind]</c>, and what was replaced.</summary>
public sealed record Redaction(string Text, IReadOnlyList<RedactedSpan> Spans);

/// <param name="Kind">email, phone, card, iban, ssn, ip, secret, name.</param>
/// <param name="Start">First UTF-16 unit in the input.</param>
/// <param name="End">First UTF-16 unit after it.</param>
public sealed record RedactedSpan(string Kind, int Start, int End);

/// <summary>Takes personal data out of text before it is stored.</summary>
public sealed class Redactor
{
    public Redaction Redact(string text) => new(text, []);
}
