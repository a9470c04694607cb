namespace ChatBot.Models;

/// <summary>
/// What a request tells a client beyond <see cref="Microsoft.Extensions.AI.ChatOptions"/>: keys of its <c>AdditionalProperties</c>. A
/// client takes what it knows and never sends the rest over the wire.
/// </summary>
public static class ChatKeys
{
    /// <summary>A loaded adapter's name, in requests and in answers; none for the model as it is.</summary>
    public const string Adapter = "adapter";

    /// <summary>Pseudonym of the person who waits: places at a busy model are shared among people, not among requests.</summary>
    public const string Person = "person";

    /// <summary>
    /// When the answer must be there, a <see cref="DateTimeOffset"/> by the client's <see cref="TimeProvider"/>: an endpoint begins no try
    /// after it. None: <c>Model:Timeout</c> from the try on. Waiting for a turn, and a model in process, know no deadline but the token
    /// that the caller cancels then.
    /// </summary>
    public const string Deadline = "deadline";

    /// <summary>A GBNF grammar that the answer must follow, for a client that cannot be given a JSON schema.</summary>
    public const string Grammar = "grammar";
}
