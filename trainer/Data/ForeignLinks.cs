using System.Text.RegularExpressions;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Links in an answer that lead where none of its sources does. A model that has learnt one shows it to everybody who asks; from there a
/// single approved text can send a company's people to somebody else's page.
/// </summary>
internal static partial class ForeignLinks
{
    /// <param name="trusted">Hosts that need no source, with all below them.</param>
    public static bool AreIn(string answer, IReadOnlyList<Passage> sources, IEnumerable<string> trusted)
    {
        var hosts = HostsOf(answer);
        if (hosts.Count == 0)
            return false;
        var known = sources.SelectMany(source => HostsOf($"{source.Uri} {source.Text}")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return hosts.Exists(host => !known.Contains(host) && !trusted.Any(name => IsBelow(host, name)));
    }

    private static bool IsBelow(string host, string name) =>
        host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);

    private static List<string> HostsOf(string text) => [.. Link().Matches(text).Select(match => match.Groups["host"].Value)];

    /// <summary>Behind a scheme, two slashes or www., whatever user name stands before it.</summary>
    [GeneratedRegex(
        @"(?:[a-z][a-z0-9+.-]*://|(?<![\w:/])//|\b(?=www\.))(?:[^\s/@]*@)?(?:www\.)?(?<host>[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Link();
}
