using System.Data.Common;
using System.Text.Json;
using ChatBot.Models.Llama;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.Trainer.Training;
using Dapper;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Passages of the documents as running text. Some are held out, for the gate to see whether an adapter has forgotten; others are learnt
/// beside the answers, so that it does not (rehearsal; A. Robins, "Catastrophic forgetting, rehearsal and pseudorehearsal", 1995).
/// </summary>
internal sealed class GeneralText(IDatabase database, Redactor redactor)
{
    private const int MostHeldOut = 30,
        MostRehearsed = 2000,
        MostTokens = 512;

    private const string File = "rehearsal.json";

    /// <summary>How many are held out, the first by their ids: of a few documents not all.</summary>
    public static async Task<long> HeldOutAsync(DbConnection connection, string workspace, CancellationToken cancel = default) =>
        Math.Min(
            MostHeldOut,
            await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    "select count(*) from chunks where workspace = @workspace",
                    new { workspace },
                    cancellationToken: cancel
                )
            ) / 3
        );

    /// <summary>The same ones each time; of one or two passages one, although it is rehearsed as well.</summary>
    public async Task<IReadOnlyList<string>> HeldOutAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var count = Math.Max(1, await HeldOutAsync(connection, workspace, cancel));
        return (
            await connection.QueryAsync<string>(
                new CommandDefinition(
                    "select text from chunks where workspace = @workspace order by id limit @count",
                    new { workspace, count },
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }

    /// <summary>Examples all of which is foretold, none of them held out. Read once, since a run that goes on must read the same.</summary>
    /// <param name="folder">Of the run's data set, which keeps them.</param>
    /// <param name="mostTokens">Longer ones are cut.</param>
    /// <param name="seed">Which of them.</param>
    public async Task<IReadOnlyList<TokenizedExample>> RehearsedAsync(
        string workspace,
        string folder,
        LoadedModel model,
        int mostTokens,
        int seed,
        CancellationToken cancel = default
    )
    {
        var examples = new List<TokenizedExample>();
        foreach (var text in await KeptAsync(workspace, Path.Combine(folder, File), seed, cancel))
            if (TokensOf(model, text, Math.Min(mostTokens, MostTokens)) is { } tokens)
                examples.Add(new TokenizedExample($"text-{examples.Count}", tokens, 1));
        return examples;
    }

    /// <summary>Null where native code would not take it.</summary>
    private static int[]? TokensOf(LoadedModel model, string text, int most)
    {
        try
        {
            var tokens = model.Tokenize(text, special: false);
            return tokens.Length > most ? tokens[..most] : tokens;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> KeptAsync(string workspace, string path, int seed, CancellationToken cancel)
    {
        if (!System.IO.File.Exists(path))
        {
            await System.IO.File.WriteAllTextAsync(path + ".part", JsonSerializer.Serialize(await SampleAsync()), cancel);
            System.IO.File.Move(path + ".part", path);
        }
        return JsonSerializer.Deserialize<string[]>(await System.IO.File.ReadAllTextAsync(path, cancel))!;

        async Task<IReadOnlyList<string>> SampleAsync()
        {
            var sample = new HashSample<string>(MostRehearsed, seed);
            await using var connection = await database.OpenAsync(workspace, cancel);
            var heldOut = await HeldOutAsync(connection, workspace, cancel);
            var rows = connection.QueryUnbufferedAsync<string>(
                "select text from chunks where workspace = @workspace order by id",
                new { workspace }
            );
            var passed = 0;
            await foreach (var text in rows.WithCancellation(cancel))
                if (++passed > heldOut)
                    sample.Add(text, text);
            return [.. sample.Items.Select(text => redactor.Redact(text).Text)];
        }
    }
}
