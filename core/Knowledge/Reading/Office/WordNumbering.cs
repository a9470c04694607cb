using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>Counts list items and headings as Word does. To be asked for every numbered paragraph once, in order.</summary>
internal sealed class WordNumbering
{
    private const int Levels = 9;

    private readonly Dictionary<int, XElement> _lists = [];
    private readonly Dictionary<int, XElement> _instances = [];
    private readonly Dictionary<int, int?[]> _counts = [];
    private readonly HashSet<(int Instance, int Level)> _started = [];
    private readonly WordStyles _styles;

    public WordNumbering(IEnumerable<XElement> parts, WordStyles styles)
    {
        _styles = styles;
        foreach (var part in parts)
        {
            if (part.Kind() == "abstractNum" && part.Number("abstractNumId") is { } list)
                _lists.TryAdd(list, part);
            else if (part.Kind() == "num" && part.Number("numId") is { } instance)
                _instances.TryAdd(instance, part);
        }
    }

    /// <summary>The level that a list keeps for paragraphs of a style.</summary>
    public int? LevelOf(int instance, string? style) =>
        style is null
            ? null
            : List(instance)?.List.Children("lvl").FirstOrDefault(level => level.Child("pStyle").Value() == style).Number("ilvl");

    /// <summary>What stands before the next paragraph: "3.", "b)"; empty for a bullet, null where the list shows nothing.</summary>
    /// <param name="level">From 0.</param>
    public string? Next(int instance, int level)
    {
        if (List(instance) is not var (id, list) || level is < 0 or >= Levels)
            return "";
        if (!_counts.TryGetValue(id, out var counts))
            _counts[id] = counts = new int?[Levels];
        var start = Override(instance, level).Child("startOverride").Number();
        counts[level] =
            start is { } own && _started.Add((instance, level)) ? own
            : counts[level] is { } count && count < int.MaxValue ? count + 1
            : Start(instance, list, level);
        for (var skipped = 0; skipped < level; skipped++)
            counts[skipped] ??= Start(instance, list, skipped); // a level that is skipped counts as used
        for (var deeper = level + 1; deeper < Levels; deeper++)
        {
            var restart = Level(instance, list, deeper).Child("lvlRestart").Number() ?? deeper;
            if (level < restart)
                counts[deeper] = null;
        }
        return Text(instance, list, level, counts);
    }

    private string? Text(int instance, XElement list, int level, int?[] counts)
    {
        var properties = Level(instance, list, level);
        if (properties is null || Format(properties) == "bullet")
            return "";
        var legal = properties.Switch("isLgl") == true;
        var pattern = properties.Child("lvlText").Value() ?? "";
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%' && i + 1 < pattern.Length && pattern[i + 1] is >= '1' and <= '9' and var digit)
            {
                var other = digit - '1';
                var format = Format(Level(instance, list, other));
                text.Append(Number(counts[other] ?? 0, legal && format != "none" ? "decimal" : format));
                i++;
            }
            else
                text.Append(pattern[i]);
        }
        return text.ToString().Trim() is { Length: > 0 } mark ? mark : null;
    }

    private static string Format(XElement? level) =>
        level.Child("numFmt").Value() ?? level?.Descendants().FirstOrDefault(part => part.Kind() == "numFmt").Value() ?? "decimal";

    private int Start(int instance, XElement list, int level) => Level(instance, list, level).Child("start").Number() ?? 1;

    private XElement? Level(int instance, XElement list, int level) =>
        Override(instance, level).Child("lvl") ?? list.Children("lvl").FirstOrDefault(one => one.Number("ilvl") == level);

    private XElement? Override(int instance, int level) =>
        _instances[instance].Children("lvlOverride").FirstOrDefault(one => one.Number("ilvl") == level);

    /// <summary>The list that an instance counts in; some say by a style which one they are.</summary>
    private (int Id, XElement List)? List(int instance)
    {
        var followed = instance;
        for (var steps = 0; steps < 4; steps++)
        {
            if (!_instances.TryGetValue(followed, out var named) || named.Child("abstractNumId").Number() is not { } id)
                return null;
            if (!_lists.TryGetValue(id, out var list))
                return null;
            if (list.Child("numStyleLink").Value() is not { } style || _styles.NumberingOf(style) is not { } other || other == followed)
                return (id, list);
            followed = other;
        }
        return null;
    }

    private static string Number(int number, string format) =>
        format switch
        {
            "lowerLetter" => Letters(number),
            "upperLetter" => Letters(number).ToUpperInvariant(),
            "lowerRoman" => ListMarks.Roman(number),
            "upperRoman" => ListMarks.Roman(number).ToUpperInvariant(),
            "decimalZero" => number.ToString("00", CultureInfo.InvariantCulture),
            "ordinal" => number + Ending(number),
            "none" or "bullet" => "",
            _ => number.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>Word goes on with aa, bb, cc after z.</summary>
    private static string Letters(int number) =>
        number is < 1 or > 780
            ? number.ToString(CultureInfo.InvariantCulture)
            : new string((char)('a' + (number - 1) % 26), (number - 1) / 26 + 1);

    private static string Ending(int number) =>
        (number % 100 is 11 or 12 or 13 ? 0 : number % 10) switch
        {
            1 => "st",
            2 => "nd",
            3 => "rd",
            _ => "th",
        };
}
