using System.Text;

namespace ChatBot.Answering.Capping;

/// <summary>
/// Code fences in one spelling, so that every renderer and every check agrees where code starts and ends: a line that begins with
/// exactly three backticks. Tildes, longer runs, indented fences and runs in mid-line are rewritten; code in an indented
/// fence loses the same indentation.
/// </summary>
public static class Fences
{
    public static string Normalise(string text)
    {
        if (!text.Contains("```", StringComparison.Ordinal) && !text.Contains("~~~", StringComparison.Ordinal))
            return text;
        var built = new StringBuilder(text.Length);
        var open = false;
        var indentation = 0;
        foreach (var line in text.Split('\n'))
        {
            if (built.Length > 0)
                built.Append('\n');
            var trimmed = line.AsSpan().TrimStart();
            if (trimmed.StartsWith("```") || trimmed.StartsWith("~~~"))
            {
                var info = trimmed.TrimStart(trimmed[0]);
                // A fence that opens and ends on one line, or an info string with a backtick in it, is inline code to every parser.
                if (info.Contains('`') || info.Contains('~'))
                    AppendCollapsed(built, line);
                else
                {
                    built.Append("```");
                    if (!open)
                        built.Append(info.TrimEnd());
                    open = !open;
                    indentation = line.Length - trimmed.Length;
                }
            }
            else
                AppendCollapsed(built, open ? line[Math.Min(indentation, line.Length - line.TrimStart().Length)..] : line);
        }
        return built.ToString();
    }

    /// <summary>Whether a normalised text ends inside a fence.</summary>
    public static bool IsOpen(string text)
    {
        var open = text.StartsWith("```", StringComparison.Ordinal);
        for (var i = text.IndexOf("\n```", StringComparison.Ordinal); i >= 0; i = text.IndexOf("\n```", i + 4, StringComparison.Ordinal))
            open = !open;
        return open;
    }

    /// <summary>Closes the fence that a normalised text leaves open; an empty one goes.</summary>
    public static string Close(string text)
    {
        if (!IsOpen(text))
            return text;
        var start = text.LastIndexOf("```", StringComparison.Ordinal);
        return text.IndexOf('\n', start) < 0 ? text[..start].TrimEnd() : text.TrimEnd() + "\n```";
    }

    /// <summary>Appends a line with every run of three or more backticks or tildes made a single one.</summary>
    private static void AppendCollapsed(StringBuilder built, string line)
    {
        for (var i = 0; i < line.Length; )
        {
            var run = i;
            while (run < line.Length && line[run] == line[i] && line[i] is ('`' or '~'))
                run++;
            if (run == i)
            {
                built.Append(line[i++]);
                continue;
            }
            built.Append(line[i], run - i >= 3 ? 1 : run - i);
            i = run;
        }
    }
}
