using System.Diagnostics;
using System.Text.Json;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// A real llama.cpp for tests: npm's <c>node-llama-cpp</c> with <c>@node-llama-cpp/linux-x64</c>, installed with
/// <c>npm install --ignore-scripts</c> into the folder that <see cref="Variable"/> names.
/// </summary>
public static class LlamaCpp
{
    /// <summary>The environment variable that names the folder with <c>node_modules</c>.</summary>
    public const string Variable = "CHATBOT_NODE_LLAMA";

    /// <summary>Runs a script of the test project with the folder and <paramref name="arguments"/>; its error output on failure.</summary>
    public static async Task RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[script, Path.GetFullPath(Counterpart.Of(Variable)), .. arguments])
            start.ArgumentList.Add(argument);
        using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        if (node.ExitCode != 0)
            throw new InvalidOperationException($"{Path.GetFileName(script)} ended with {node.ExitCode}: {errors}{await output}");
    }

    /// <summary>
    /// Runs a script that reads <paramref name="input"/> as JSON and answers in JSON: arguments are the input's path, the output's path,
    /// then the rest.
    /// </summary>
    public static async Task<T> AskAsync<T>(string script, object input, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("llama-cpp");
        try
        {
            var (asked, answered) = (Path.Combine(folder.FullName, "in.json"), Path.Combine(folder.FullName, "out.json"));
            await File.WriteAllTextAsync(asked, JsonSerializer.Serialize(input));
            await RunAsync(script, [asked, answered, .. arguments]);
            return JsonSerializer.Deserialize<T>(await File.ReadAllTextAsync(answered), JsonSerializerOptions.Web)!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
