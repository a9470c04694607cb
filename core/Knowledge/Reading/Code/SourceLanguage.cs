using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>What is needed of a programming language to cut its files: how definitions and comments look.</summary>
/// <param name="Name">As Markdown names it behind a code fence.</param>
/// <param name="Comment">Matches a line that belongs to the definition below it: comment, decorator, attribute.</param>
/// <param name="Definition">Matches a defining line; groups <c>kind</c> (optional) and <c>name</c>.</param>
/// <param name="Scope">How a definition ends.</param>
/// <param name="Kind">What a definition is called that the language has no word for.</param>
internal sealed record SourceLanguage(string Name, Regex Comment, Regex Definition, Scope Scope, string Kind = "function")
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly Regex HashComment = new(@"^\s*(#|@\w)", Options);
    private static readonly Regex SlashComment = new(@"^\s*(//|/\*|\*|@\w|\[[A-Z])", Options);
    private static readonly Regex PhpComment = new(@"^\s*(//|/\*|\*|@\w|#)", Options);
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
    private static readonly Regex Stage = new(@"(?i)^\s*FROM\s+(?<name>\S.*)$", Options);
    private static readonly Regex R = new(@"^\s*(?<name>[\w.]+)\s*(<-|=)\s*(?<kind>function)\b", Options);
    private static readonly Regex C = new(
        @"^\s*(typedef\s+)?(static\s+)?(?<kind>struct|enum|union|class|namespace)\s+(\w+\s+)?(?<name>\w+)[^;()=]*$"
            + @"|^#\s*define\s+(?<name>\w+)\(",
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
            + @"|override\s+|virtual\s+|readonly\s+|data\s+|unsafe\s+|extern\s+|const\s+|inline\s+|suspend\s+|operator\s+"
            + @"|infix\s+|tailrec\s+"
            + @"|companion\s+|inner\s+|fileprivate\s+|mutating\s+|declare\s+|implicit\s+|case\s+|lazy\s+|file\s+|required\s+)*"
            + @"((?<kind>class|interface|record\s+struct|record|struct"
            + @"|enum|trait|function\*?|fn|fun|object|namespace|message|service|protocol|extension)"
            + @"\s+(?<name>[\w$<>]+)"
            + @"|(?<kind>impl)(<[^>]*>+)?\s+([\w:<>,'& ]+\s+for\s+)?(?<name>\w+)"
            + @"|(?<kind>func)\s+(\([^)]*\)\s*)?(?<name>\w+)"
            + @"|(?<kind>type)\s+(?<name>\w+)(\s*=|\s+struct|\s+interface)"
            + @"|(?<kind>const|let|var)\s+(?<name>[\w$]+)\s*=\s*(async\s*)?(\([^)]*\)|\w+)\s*=>)"
            + @"|^\s*((public|private|protected|internal|static|async|override|virtual"
            + @"|abstract|sealed|final|synchronized|unsafe|partial)"
            + @"\s+)+([\w<>\[\],.?()\s]*?\s)?(?<name>\w+)\s*(<[\w,\s]+>)?\(",
        Options
    );

    private static readonly FrozenDictionary<string, SourceLanguage> ByExtension = All()
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of files that are read as code; YAML and SQL are read otherwise where they can be.</summary>
    public static IEnumerable<string> Extensions =>
        ByExtension.Keys.Where(extension => ByExtension[extension].Name is not ("yaml" or "sql"));

    /// <summary>The language of a file name that <see cref="Extensions"/> covers.</summary>
    public static SourceLanguage Of(string name) => ByExtension.GetValueOrDefault(Path.GetExtension(name)) ?? ByExtension[name];

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

    public static bool IsQuote(string line) => line.TrimStart().TrimStart('r', 'f', 'u') is ['"', '"', '"', ..] or ['\'', '\'', '\'', ..];

    private static IEnumerable<KeyValuePair<string, SourceLanguage>> All()
    {
        foreach (
            var (language, extensions) in new (SourceLanguage, string)[]
            {
                (new("python", HashComment, Python, Scope.Indent), ".py .pyi .pyw"),
                (new("ruby", HashComment, Ruby, Scope.Words), ".rb .rake gemfile rakefile"),
                (new("bash", HashComment, Shell, Scope.Braces), ".sh .bash .zsh"),
                (new("powershell", HashComment, Shell, Scope.Braces), ".ps1 .psm1"),
                (new("sql", DashComment, Sql, Scope.Next), ".sql .ddl"),
                (new("yaml", HashComment, Yaml, Scope.Next, "key"), ".yaml .yml"),
                (new("toml", HashComment, Sections, Scope.Next, "section"), ".toml .ini .cfg .conf .properties"),
                (new("hcl", HashComment, Sections, Scope.Braces, "section"), ".tf .hcl .tfvars"),
                (new("makefile", HashComment, Make, Scope.Next, "target"), "makefile .mk"),
                (new("dockerfile", HashComment, Stage, Scope.Next, "stage"), "dockerfile .dockerfile containerfile"),
                (new("csharp", SlashComment, Braces, Scope.Braces), ".cs"),
                (new("javascript", SlashComment, Braces, Scope.Braces), ".js .jsx .mjs .cjs"),
                (new("typescript", SlashComment, Braces, Scope.Braces), ".ts .tsx .mts .cts"),
                (new("java", SlashComment, Braces, Scope.Braces), ".java"),
                (new("kotlin", SlashComment, Braces, Scope.Braces), ".kt .kts"),
                (new("go", SlashComment, Braces, Scope.Braces), ".go"),
                (new("rust", SlashComment, Braces, Scope.Braces), ".rs"),
                (new("c", SlashComment, C, Scope.Braces), ".c .h"),
                (new("cpp", SlashComment, C, Scope.Braces), ".cpp .hpp .cc .hh .cxx"),
                (new("php", PhpComment, Braces, Scope.Braces), ".php"),
                (new("scala", SlashComment, Braces, Scope.Braces), ".scala"),
                (new("swift", SlashComment, Braces, Scope.Braces), ".swift"),
                (new("protobuf", SlashComment, Braces, Scope.Braces), ".proto"),
                (new("graphql", HashComment, Braces, Scope.Braces), ".graphql"),
                (new("groovy", SlashComment, Braces, Scope.Braces), ".groovy .gradle jenkinsfile"),
                (new("r", HashComment, R, Scope.Braces), ".r"),
            }
        )
        foreach (var extension in extensions.Split(' '))
            yield return new(extension, language);
    }
}

/// <summary>How a definition ends.</summary>
internal enum Scope
{
    /// <summary>Where its brace closes.</summary>
    Braces,

    /// <summary>Where a line begins no further in than its own.</summary>
    Indent,

    /// <summary>With the word "end" below its beginning.</summary>
    Words,

    /// <summary>Where the next one begins.</summary>
    Next,
}
