using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading;

/// <summary>
/// The rules of one <c>.gitignore</c> or <c>.ignore</c> file (gitignore(5)): last match wins, "!" takes back, a trailing "/" means folders.
/// </summary>
public sealed class IgnoreRules
{
    private readonly List<(Regex Pattern, bool FoldersOnly, bool Negated)> _rules = [];

    public IgnoreRules(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            if (Parse(line) is { } rule)
                _rules.Add(rule);
    }

    /// <returns>True to ignore, false to keep although an outer rule ignores it, null where no rule speaks of it.</returns>
    /// <param name="path">Relative to the folder of the rules, with forward slashes.</param>
    public bool? Decide(string path, bool isFolder)
    {
        for (var i = _rules.Count - 1; i >= 0; i--)
            if ((isFolder || !_rules[i].FoldersOnly) && _rules[i].Pattern.IsMatch(path))
                return !_rules[i].Negated;
        return null;
    }

    private static (Regex, bool, bool)? Parse(string line)
    {
        line = line.TrimEnd('\r', '\n');
        while (line.EndsWith(' ') && !line.EndsWith("\\ ", StringComparison.Ordinal))
            line = line[..^1];
        if (line.Length == 0 || line[0] == '#')
            return null;
        var negated = line[0] == '!';
        if (negated)
            line = line[1..];
        var foldersOnly = line.EndsWith('/');
        line = line.TrimEnd('/');
        if (line.Length == 0)
            return null;
        // A slash anywhere but at the end ties the pattern to this folder; without one it matches at any depth.
        var anchored = line.Contains('/');
        var pattern = new StringBuilder(anchored ? "^" : "^(?:.*/)?");
        Glob(line.TrimStart('/'), pattern);
        try
        {
            return (
                new Regex(pattern.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking),
                foldersOnly,
                negated
            );
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null; // an unfinished [class: git, too, takes such a line for no rule; or one of endless length
        }
    }

    private static void Glob(string glob, StringBuilder pattern)
    {
        for (var i = 0; i < glob.Length; i++)
        {
            switch (glob[i])
            {
                case '*' when glob.AsSpan(i).StartsWith("**/"):
                    pattern.Append("(?:.*/)?");
                    i += 2;
                    break;
                case '*' when glob.AsSpan(i).StartsWith("**"):
                    pattern.Append(".*");
                    i++;
                    break;
                case '*':
                    pattern.Append("[^/]*");
                    break;
                case '?':
                    pattern.Append("[^/]");
                    break;
                case '[' when glob.IndexOf(']', i + 2) is > 0 and var close:
                    var inside = glob[(i + 1)..close].Replace("\\", "\\\\").Replace("[", "\\[");
                    pattern.Append('[').Append(inside[0] == '!' ? "^" + inside[1..] : inside).Append(']');
                    i = close;
                    break;
                case '\\' when i + 1 < glob.Length:
                    pattern.Append(Regex.Escape(glob[++i].ToString()));
                    break;
                default:
                    pattern.Append(Regex.Escape(glob[i].ToString()));
                    break;
            }
        }
    }
}
