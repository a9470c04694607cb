using System.Text.Json;
using ChatBot.Models.Llama;
using ChatBot.Storage;
using ChatBot.Trainer.Training;
using Dapper;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Passages of the documents as running text. Some are held out, for the gate to see whether an adapter has forgotten; others are learnt
/// beside the answers, so that it does not (rehearsal; A. Robins, "Catastrophic forgetting, rehearsal and pseudorehearsal", 1995).
/// </summary>
internal sealed class GeneralText(IDatabase database)
{
    /// <summary>Passages, the first by their ids.</summary>
    public const int HeldOut = 30;

    private const int MostRehearsed = 2000,
        MostTokens = 512;

    private const string File = "rehearsal.json";

    /// <summary>The same ones each time.</summary>
    public async Task<IReadOnlyList<string>> HeldOutAsync(string workspace, CancellationToken cancel = default) =>
        [.. (await ReadAsync(workspace, cancel)).Take(HeldOut)];

    /// <summary>Examples all of which is foretold, none of them held out. Read once, since a run that goes on must read the same.</summary>
    /// <param name="folder">Of the run's data set, which keeps them.</param>
    /// <param name="seed">Which of them.</param>
    public async Task<IReadOnlyList<TokenizedExample>> RehearsedAsync(
        string workspace,
        string folder,
        LoadedModel model,
        int seed,
        CancellationToken cancel = default
    )
    {
        var texts = await KeptAsync(workspace, Path.Combine(folder, File), seed, cancel);
        return
        [
            .. texts
                .Select(text => model.Tokenize(text, special: false))
                .Select((ids, at) => new TokenizedExample($"text-{at}", Cut(ids), 1)),
        ];

        static int[] Cut(int[] ids) => ids.Length > MostTokens ? ids[..MostTokens] : ids;
    }

    private async Task<IReadOnlyList<string>> KeptAsync(string workspace, string path, int seed, CancellationToken cancel)
    {
        if (!System.IO.File.Exists(path))
        {
            var sample = new HashSample<string>(MostRehearsed, seed);
            foreach (var text in (await ReadAsync(workspace, cancel)).Skip(HeldOut))
                sample.Add(text, text);
            await System.IO.File.WriteAllTextAsync(path + ".part", JsonSerializer.Serialize(sample.Items), cancel);
            System.IO.File.Move(path + ".part", path);
        }
        return JsonSerializer.Deserialize<string[]>(await System.IO.File.ReadAllTextAsync(path, cancel))!;
    }

    private async Task<IEnumerable<string>> ReadAsync(string workspace, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.QueryAsync<string>(
            new CommandDefinition(
                "select text from chunks where workspace = @workspace order by id",
                new { workspace },
                cancellationToken: cancel
            )
        );
    }
}
