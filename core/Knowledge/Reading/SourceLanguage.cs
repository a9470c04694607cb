using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading;

/// <summary>What is needed of a programming language to cut its files: how definitions and comments look.</summary>
/// <param name="Name">As Markdown names it behind a code fence.</param>
/// <param name="Comment">Matches a line that belongs to the definition below it: comment, decorator, attribute.</param>
/// <param name="Definition">Matches a defining line; groups <c>kind</c> (optional) and <c>name</c>.</param>
internal sealed record SourceLanguage(string Name, Regex Comment, Regex Definition)
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    private const int LongestSummary = 300;

    private static readonly Regex HashComment = new(@"^\s*(#|@\w)", Options);
    private static readonly Regex SlashComment = new(@"^\s*(//|/\*|\*|@\w|\[[A-Z])", Options);
    private static readonly Regex DashComment = new(@"^\s*(--|/\*|\*)", Options);
    private static readonly Regex Python = new(@"^\s*(async\s+)?(?<kind>def|class)\s+(?<name>\w+)", Options);
    private static readonly Regex Ruby = new(@"^\s*(?<kind>def|class|module)\s+(?<name>[\w.:?!]+)", Options);
    private static readonly Regex Shell = new(
        @"^(?<kind>function\s+)?(?<name>[\w:-]+)\s*\(\)|^(?<kind>function)\s+(?<name>[\w:-]+)",
        Options
    );
    private static readonly Regex Sql = new(
        @"(?i)^\s*create\s+(or\s+replace\s+)?(temp(orary)?\s+|unique\s+|materialized\s+|external\s+)*"
            + @"(?<kind>table|view|function|procedure|index|trigger|schema|type)\s+(if\s+not\s+exists\s+)?"
            + @"(?<name>[\w.""\[\]`]+)",
        Options
    );
    private static readonly Regex Yaml = new(@"^(?<name>[\w./-]+):", Options);
    private static readonly Regex Sections = new(
        @"^\s*\[+(?<name>[^\]\n]+)\]+\s*$|^(?<kind>resource|data|module|variable|output|provider)\s+(?<name>[^{]+)",
        Options
    );
    private static readonly Regex Make = new(@"^(?<name>[\w./-]+)\s*:([^=]|$)", Options);
    private static readonly Regex Braces = new(
        @"^\s*(export\s+|default\s+|public\s+|private\s+|protected\s+|internal\s+|static\s+|sealed\s+|abstract\s+|partial\s+"
            + @"|async\s+|final\s+|pub(\([a-z]+\))?\s+|open\s+"
            + @"|override\s+|virtual\s+|readonly\s+|data\s+|unsafe\s+|extern\s+)*"
            + @"((?<kind>class|interface|record\s+struct|record|struct"
            + @"|enum|trait|impl|function\*?|fn|fun|object|namespace|message|service|protocol|extension)"
            + @"\s+(?<name>[\w$<>]+)"
            + @"|(?<kind>func)\s+(\([^)]*\)\s*)?(?<name>\w+)"
            + @"|(?<kind>type)\s+(?<name>\w+)(\s*=|\s+struct|\s+interface)"
            + @"|(?<kind>const|let|var)\s+(?<name>[\w$]+)\s*=\s*(async\s*)?(\([^)]*\)|\w+)\s*=>)"
            + @"|^\s*((public|private|protected|internal|static|async|override|virtual"
            + @"|abstract|sealed|final|synchronized|unsafe|partial)"
            + @"\s+)+[\w<>\[\],.?()\s]*?\s(?<name>\w+)\s*(<[\w,\s]+>)?\(",
        Options
    );

    private static readonly FrozenDictionary<string, SourceLanguage> ByExtension = All()
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Extensions => ByExtension.Keys;

    /// <summary>The language of a file name that <see cref="Extensions"/> covers.</summary>
    public static SourceLanguage Of(string name) => ByExtension.GetValueOrDefault(Path.GetExtension(name)) ?? ByExtension[name];

    public IReadOnlyList<Definition> Definitions(string[] lines)
    {
        var found = new List<Definition>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length is 0 or > 500 || Definition.Match(lines[i]) is not { Success: true } match)
                continue;
            var start = i;
            while (start > 0 && Comment.IsMatch(lines[start - 1]))
                start--;
            if (found.Count > 0 && start <= found[^1].Line)
                start = i;
            var name = match.Groups["name"].Value.Trim(' ', '"', '`', '[', ']');
            found.Add(
                new Definition(
                    start,
                    i,
                    lines[i].Length - lines[i].TrimStart().Length,
                    Kind(match.Groups["kind"].Value),
                    name,
                    Signature(lines[i], match, name)
                )
            );
        }
        return found;
    }

    /// <summary>The line on which a comment or docstring begins before any code; the number of lines where none does.</summary>
    public int FirstComment(string[] lines)
    {
        var line = 0;
        while (
            line < lines.Length
            && (
                lines[line].AsSpan().IsWhiteSpace()
                || lines[line].StartsWith("#!", StringComparison.Ordinal)
                || lines[line].Contains("coding:", StringComparison.Ordinal)
            )
        )
            line++;
        return line < lines.Length && (IsQuote(lines[line]) || Comment.IsMatch(lines[line])) ? line : lines.Length;
    }

    /// <summary>What its comment says of a definition: the docstring below it, or the comment above.</summary>
    public string SummaryOf(string[] lines, Definition definition)
    {
        if (definition.Start < definition.Line && Paragraph(lines, definition.Start) is { Length: > 0 } above)
            return above;
        var below = definition.Line + 1;
        while (below < lines.Length && below < definition.Line + 12 && !lines[below - 1].TrimEnd().EndsWith(':'))
            below++; // parameters over several lines
        return Name == "python" && below < lines.Length && IsQuote(lines[below]) ? Paragraph(lines, below) : "";
    }

    public static bool IsQuote(string line) => line.TrimStart().TrimStart('r', 'f', 'u') is ['"', '"', '"', ..] or ['\'', '\'', '\'', ..];

    private string Paragraph(string[] lines, int line)
    {
        var words = new List<string>();
        var quoted = IsQuote(lines[line]);
        if (!quoted && !Comment.IsMatch(lines[line]))
            return "";
        for (var i = line; i < lines.Length && (quoted || Comment.IsMatch(lines[i])); i++)
        {
            var trimmed = lines[i].Trim();
            if (!quoted && trimmed.StartsWith('@') || trimmed.StartsWith('['))
                continue;
            var content = Marks.Replace(trimmed, "").Replace("*/", "").Replace("\"\"\"", "").Replace("'''", "").Trim();
            if (content.Length > 0)
                words.Add(content);
            if (
                content.Length == 0 && words.Count > 0
                || quoted
                    && i > line
                    && (trimmed.EndsWith("\"\"\"", StringComparison.Ordinal) || trimmed.EndsWith("'''", StringComparison.Ordinal))
                || quoted && i == line && trimmed.Length > 5 && trimmed.EndsWith("\"\"\"", StringComparison.Ordinal)
            )
                break;
        }
        var text = string.Join(' ', words);
        return text.Length <= LongestSummary ? text : text[..text.LastIndexOf(' ', LongestSummary)] + " …";
    }

    private static readonly Regex Marks = new(@"^(#+!?|///?!?|/\*+|\*+|--+|r?""""""|r?''')\s?|</?(summary|remarks|para)>", Options);

    private static string Kind(string keyword) =>
        keyword.Trim() switch
        {
            "def" or "func" or "function" or "function*" or "fn" or "fun" or "const" or "let" or "var" or "" => "function",
            var other => other.ToLowerInvariant(),
        };

    /// <summary>Name and parameters, where they close on the same line.</summary>
    private static string Signature(string line, Match match, string name)
    {
        var after = match.Groups["name"].Index + match.Groups["name"].Length;
        if (after >= line.Length || line[after] != '(' || line.IndexOf(')', after) is not (> 0 and var close) || close - after > 80)
            return name;
        return name + line[after..(close + 1)];
    }

    private static IEnumerable<KeyValuePair<string, SourceLanguage>> All()
    {
        foreach (
            var (name, comment, definition, extensions) in new[]
            {
                ("python", HashComment, Python, ".py .pyi"),
                ("ruby", HashComment, Ruby, ".rb"),
                ("bash", HashComment, Shell, ".sh .bash .zsh"),
                ("powershell", HashComment, Shell, ".ps1 .psm1"),
                ("sql", DashComment, Sql, ".sql .ddl"),
                ("yaml", HashComment, Yaml, ".yaml .yml"),
                ("toml", HashComment, Sections, ".toml .ini .cfg .conf"),
                ("hcl", HashComment, Sections, ".tf .hcl"),
                ("makefile", HashComment, Make, "makefile .mk"),
                ("dockerfile", HashComment, Make, "dockerfile"),
                ("csharp", SlashComment, Braces, ".cs"),
                ("javascript", SlashComment, Braces, ".js .jsx .mjs .cjs"),
                ("typescript", SlashComment, Braces, ".ts .tsx .mts"),
                ("java", SlashComment, Braces, ".java"),
                ("kotlin", SlashComment, Braces, ".kt .kts"),
                ("go", SlashComment, Braces, ".go"),
                ("rust", SlashComment, Braces, ".rs"),
                ("c", SlashComment, Braces, ".c .h"),
                ("cpp", SlashComment, Braces, ".cpp .hpp .cc"),
                ("php", SlashComment, Braces, ".php"),
                ("scala", SlashComment, Braces, ".scala"),
                ("swift", SlashComment, Braces, ".swift"),
                ("protobuf", SlashComment, Braces, ".proto"),
                ("graphql", HashComment, Braces, ".graphql"),
                ("r", HashComment, Make, ".r"),
            }
        )
        foreach (var extension in extensions.Split(' '))
            yield return new(extension, new SourceLanguage(name, comment, definition));
    }
}
