using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>What stands above a block: its style and options between brackets, and its title.</summary>
internal sealed partial class AsciiDocAttributes
{
    private readonly List<string> _placed = [];
    private readonly Dictionary<string, string> _named = new(StringComparer.OrdinalIgnoreCase);

    public string Title { get; set; } = "";

    /// <summary>source, NOTE, quote; empty where none is named.</summary>
    public string Style => _placed.Count > 0 ? StyleName().Match(_placed[0]).Value : "";

    public string Placed(int place) => _placed.ElementAtOrDefault(place) ?? "";

    public string Named(string name) => _named.GetValueOrDefault(name, "");

    public bool Has(string option) =>
        Named("options").Contains(option, StringComparison.Ordinal)
        || Named("opts").Contains(option, StringComparison.Ordinal)
        || _placed.Any(place => place.Contains('%' + option, StringComparison.Ordinal));

    /// <param name="line">[source,bash,title="x"].</param>
    public void Read(string line)
    {
        if (line.StartsWith("[[", StringComparison.Ordinal))
            return;
        var place = 0;
        foreach (Match match in Values().Matches(line[1..^1]))
        {
            var value = match.Groups["value"].Value.Trim().Trim('"', '\'');
            if (match.Groups["name"].Success)
                _named[match.Groups["name"].Value] = value;
            else if (_placed.Count <= place++)
                _placed.Add(value);
        }
        Title = Title.Length > 0 ? Title : Named("title");
    }

    [GeneratedRegex("""(?:^|,)\s*(?:(?<name>[\w-]+)\s*=\s*)?(?<value>"[^"]*"|'[^']*'|[^,]*)""")]
    private static partial Regex Values();

    [GeneratedRegex(@"^[\w-]*")]
    private static partial Regex StyleName();
}
