using ChatBot.Privacy;

namespace ChatBot.Knowledge.Records;

/// <summary>
/// Pseudonyms for people that tables name. The same name is the same pseudonym, so that rows of somebody who is named in a question are
/// found without the name being stored.
/// </summary>
public sealed class PersonMarks(Pseudonyms pseudonyms)
{
    /// <summary>Instead of a platform: people of records are no users of one.</summary>
    private const string Channel = "records";

    /// <summary>The same person however the name is typed.</summary>
    public string Of(string workspace, string name) =>
        pseudonyms.Of(
            workspace,
            Channel,
            string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant()
        );
}
