namespace ChatBot.Privacy.Detection;

/// <summary>
/// Values that stand for a secret without being one: <c>${DB_PASSWORD}</c>, <c>&lt;token&gt;</c>, <c>os.environ["KEY"]</c>, <c>****</c>.
/// </summary>
internal static class Placeholders
{
    private static readonly string[] Words =
    [
        "password",
        "passwd",
        "passphrase",
        "pass",
        "pwd",
        "secret",
        "token",
        "key",
        "changeme",
        "example",
        "placeholder",
        "redacted",
        "hidden",
        "none",
        "null",
        "nil",
        "true",
        "false",
        "undefined",
        "empty",
        "string",
        "str",
        "required",
        "optional",
        "todo",
        "value",
        "yes",
        "no",
        "test",
        "bytes",
    ];

    private static readonly string[] Parts =
    [
        "your",
        "my_",
        "my-",
        "example",
        "environ",
        "getenv",
        "process.env",
        "secrets.",
        "config.",
        "settings.",
        "vault",
        "xxxx",
        "****",
        "....",
        "insert",
        "replace",
        "placeholder",
        "dummy",
        "-here",
        "_here",
    ];

    public static bool IsOne(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value[0] is '$' or '<' or '{' or '[' or '%' or '(' or '@' or '&')
            return true;
        if (value.IndexOfAny("(){}[]<>") >= 0)
            return true;
        if (value.IndexOfAnyExcept(value[0]) < 0)
            return true;
        foreach (var word in Words)
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        foreach (var part in Parts)
            if (value.Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
