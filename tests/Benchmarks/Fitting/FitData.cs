using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>What a fit learns from, and the file of weights that it makes of it.</summary>
internal sealed class FitData
{
    private readonly string _name;
    private readonly string _folder;

    /// <param name="name">Of the fit.</param>
    /// <param name="folder">Of the development data.</param>
    /// <param name="files">Below the folder; the head names them with their hashes.</param>
    /// <param name="facts">What else the head says of the fit.</param>
    public FitData(string name, string folder, string[] files, params (string Name, JsonNode? Value)[] facts)
    {
        (_name, _folder) = (name, folder);
        Head["fit"] = name;
        foreach (var fact in facts)
            Head[fact.Name] = fact.Value;
        Head["data"] = new JsonObject(files.Select(file => KeyValuePair.Create(file, (JsonNode?)Hash(this[file]))));
        File["head"] = Head;
    }

    /// <summary>Held-out figures come here.</summary>
    public JsonObject Head { get; } = [];

    /// <summary>The head, then the weights of each model.</summary>
    public JsonObject File { get; } = [];

    /// <summary>The path of a file of the data.</summary>
    public string this[string file] => Path.Combine(_folder, file);

    /// <param name="room">Where in <c>core</c> the code lies that uses the weights.</param>
    public async Task WriteAsync(params string[] room)
    {
        var path = Path.Combine([SharedData.RepositoryRoot!, "core", .. room, $"{_name}-weights.json"]);
        await System.IO.File.WriteAllTextAsync(path, Indented(File) + "\n");
        Console.WriteLine($"\n{Indented(Head)}\n{path}");
    }

    private static string Indented(JsonObject json) => json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(path)))[..16];
}
