using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;
using Markdig.Extensions.CustomContainers;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>The title of a container: <c>:::tip Title</c>, <c>:::tip[Title]</c>, <c>::: {.callout-tip title="Title"}</c>.</summary>
internal static partial class SiteContainerTitle
{
    public static string Of(CustomContainer container)
    {
        var about = $"{container.Info} {container.Arguments}".Trim();
        var match = About().Match(about);
        var title =
            Attribute().Match(about) is { Success: true } named ? named.Groups["title"].Value
            : match.Groups["label"].Success ? match.Groups["label"].Value
            : match.Groups["title"].Value.Split('{')[0];
        var kind = match.Groups["kind"].Value;
        kind = kind[(kind.LastIndexOf('-') + 1)..];
        return title.Trim().Trim('"') is { Length: > 0 } own ? own : NoteTitle.Of(kind);
    }

    [GeneratedRegex(@"^(?:\{\s*\.)?(?<kind>[\w-]*)\s*(?:\[(?<label>.*?)\]|(?<title>.*))")]
    private static partial Regex About();

    [GeneratedRegex("""\btitle=(?:"(?<title>[^"]*)"|'(?<title>[^']*)')""")]
    private static partial Regex Attribute();
}
