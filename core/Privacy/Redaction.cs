namespace ChatBot.Privacy;

/// <summary>A text with its personal data replaced, and where that data stood in the input.</summary>
/// <param name="Text">The input with every span replaced by its kind in brackets, say <c>[email]</c>.</param>
/// <param name="Spans">What was replaced: ordered, non-overlapping, offsets in the input's UTF-16 units.</param>
public sealed record Redaction(string Text, IReadOnlyList<RedactedSpan> Spans);

/// <summary>One piece of personal data in the input: <paramref name="Start"/> inclusive, <paramref name="End"/> exclusive.</summary>
/// <param name="Kind">One of the words of <see cref="PersonalData"/>.</param>
/// <param name="Start">UTF-16 offset of the first unit.</param>
/// <param name="End">UTF-16 offset behind the last unit.</param>
public sealed record RedactedSpan(string Kind, int Start, int End);

/// <summary>The kinds that are recognised. The words are stable: they stand in stored texts as <c>[kind]</c>.</summary>
public static class PersonalData
{
    /// <summary>E-mail address.</summary>
    public const string Email = "email";

    /// <summary>Telephone or fax number, with its extension.</summary>
    public const string Phone = "phone";

    /// <summary>Payment card number.</summary>
    public const string Card = "card";

    /// <summary>International bank account number.</summary>
    public const string Iban = "iban";

    /// <summary>US social security number.</summary>
    public const string Ssn = "ssn";

    /// <summary>IPv4 or IPv6 address.</summary>
    public const string Ip = "ip";

    /// <summary>API key, token, password or private key.</summary>
    public const string Secret = "secret";

    /// <summary>Number of a driver's licence, passport or identity card that is named as such.</summary>
    public const string Id = "id";

    /// <summary>Street address.</summary>
    public const string Address = "address";

    /// <summary>Name of a person.</summary>
    public const string Name = "name";

    /// <summary>All kinds, the ones that win where two overlap first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Secret, Email, Iban, Card, Ssn, Ip, Id, Phone, Address, Name];
}
