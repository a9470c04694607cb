namespace ChatBot.TestKit;

/// <summary>What the variables of <see cref="Counterpart"/> name, where a machine may have it anyway, and how it is brought.</summary>
internal static class KnownCounterparts
{
    private static readonly string[] Browsers =
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "microsoft-edge",
        "msedge",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];

    /// <summary>Clients of other people's making that <c>.ci/run</c> keeps outside the tree.</summary>
    private static readonly string Cache =
        Environment.GetEnvironmentVariable("CHATBOT_CI_CACHE")
        ?? Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "chatbot-ci"
        );

    private static readonly Dictionary<string, (string Wanted, Func<string?> Found)> All = new()
    {
        ["CHATBOT_TEST_CHROMIUM"] = ("install Chromium, Chrome or Edge, or name its program", () => Programs.Find(Browsers)),
        ["CHATBOT_TEST_POSTGRES"] = (
            "a PostgreSQL server with pgvector; \".ci/postgres start FOLDER\" starts a throw-away one and prints what to set",
            () => null
        ),
        ["CHATBOT_TEST_PLAYGROUND"] = (
            "install node, and name a folder with a node_modules of Microsoft's clients of Teams",
            () => NodeFolder("npm", "@microsoft/m365agentsplayground")
        ),
        ["CHATBOT_TEST_NODE"] = (
            "install node, and name a folder with a node_modules of @slack/types and typescript",
            () => NodeFolder("npm", "@slack/types")
        ),
        ["CHATBOT_NODE_LLAMA"] = (
            "install node, and name a folder with a node_modules of node-llama-cpp",
            () => NodeFolder("llama", "node-llama-cpp")
        ),
        ["CHATBOT_TEST_LLAMA_SERVER"] = (
            "the program llama-server of llama.cpp; \".ci/llama-server FOLDER\" brings it and prints what to set",
            () => Programs.Find(["llama-server"])
        ),
    };

    /// <summary>Where it is although no variable names it; null where it is not.</summary>
    public static string? Find(string variable) => All.GetValueOrDefault(variable).Found?.Invoke();

    /// <summary>What switches on the tests that want it.</summary>
    public static string Missing(string variable) =>
        All.TryGetValue(variable, out var known)
            ? $"{variable} is not set: {known.Wanted} (.ci/run brings everything)."
            : $"{variable} is not set: point it to the real counterpart that this test needs.";

    private static string? NodeFolder(string name, string package)
    {
        var folder = Path.Combine(Cache, name);
        return Directory.Exists(Path.Combine(folder, "node_modules", package)) && Programs.Find(["node"]) is not null ? folder : null;
    }
}
