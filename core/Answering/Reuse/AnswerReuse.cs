using System.Collections.Concurrent;
using System.Data.Common;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Models;
using ChatBot.Storage;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ChatBot.Answering.Reuse;

/// <summary>
/// What a model wrote and the checks let through, for the same question again and for one that surely asks the same: written once, paid for
/// once. It ends with whatever it rests on (its passages, the prompt, the model and its adapter), with any decision about a correction and
/// any bad rating in its workspace, and after <c>Model:ReuseFor</c>. In memory only; another instance keeps its own.
/// </summary>
public sealed class AnswerReuse(ICorrectionMatcher corrections, IOptions<ModelOptions> model) : IKeptInMemory, IDisposable
{
    /// <summary>Answers that are kept; the least used goes first.</summary>
    private const int Most = 5000;

    /// <summary>Wordings that are kept of what one first passage answers.</summary>
    private const int MostOfOne = 32;

    /// <summary>Words that a reading has at most: what comes behind them is not compared.</summary>
    private const int MostWords = 80;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = Most });
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _ends = new();

    public string Name => "answers";

    /// <summary>The statements that were kept for this question, with the numbers that their sources have now; null for none.</summary>
    internal Draft? Find(
        string workspace,
        PromptVersion version,
        AdapterUse? adapter,
        QuestionReading question,
        IReadOnlyList<Passage> passages
    )
    {
        if (!_kept.TryGetValue(KeyOf(workspace, version, adapter, passages), out ConcurrentQueue<Kept>? wordings))
            return null;
        foreach (var kept in wordings!)
            if (AsksTheSame(kept.Question, question) && kept.Draft.At(passages) is { } found)
                return found;
        return null;
    }

    /// <summary>What was asked under a ticket is not kept where something ended all answers of the workspace meanwhile.</summary>
    internal ReuseTicket Ticket(string workspace) => new(workspace, EndOf(workspace).Token);

    internal void Keep(
        ReuseTicket ticket,
        PromptVersion version,
        AdapterUse? adapter,
        QuestionReading question,
        IReadOnlyList<Passage> passages,
        Draft draft
    )
    {
        if (model.Value.ReuseFor <= TimeSpan.Zero || ticket.Ended.IsCancellationRequested)
            return;
        var wordings = _kept.GetOrCreate(
            KeyOf(ticket.Workspace, version, adapter, passages),
            entry =>
            {
                entry.Size = 1;
                entry.AbsoluteExpirationRelativeToNow = model.Value.ReuseFor;
                entry.AddExpirationToken(new CancellationChangeToken(ticket.Ended));
                return new ConcurrentQueue<Kept>();
            }
        )!;
        wordings.Enqueue(new Kept(question, KeptDraft.Of(draft, passages)));
        if (wordings.Count > MostOfOne)
            wordings.TryDequeue(out _);
    }

    public void Forget(string? workspace)
    {
        foreach (var known in workspace is null ? _ends.Keys : [workspace])
            if (_ends.TryRemove(known, out var end))
                end.Cancel(); // it has no timer to dispose of, and some may still hold its token
    }

    /// <summary>Forgets what a workspace has, here and, once the transaction commits, on every instance.</summary>
    public Task ForgetAsync(IDatabase database, DbTransaction transaction, string workspace)
    {
        Forget(workspace);
        return database.TellAsync(transaction, Name, workspace);
    }

    public void Dispose()
    {
        Forget(null);
        _kept.Dispose();
    }

    private CancellationTokenSource EndOf(string workspace) => _ends.GetOrAdd(workspace, _ => new CancellationTokenSource());

    private Key KeyOf(string workspace, PromptVersion version, AdapterUse? adapter, IReadOnlyList<Passage> passages) =>
        new(
            workspace,
            corrections.Decided(workspace),
            $"{version.Id}\n{version.Template}\n{version.Mistakes}",
            $"{model.Value.Provider}\n{model.Value.Endpoint}\n{model.Value.Name}\n{model.Value.Path}\n{adapter?.Id}",
            passages[0].ChunkId,
            passages[0].Text
        );

    /// <summary>The same words, or words of which 98 in 100 pairs are known to want the same answer.</summary>
    private static bool AsksTheSame(QuestionReading kept, QuestionReading asked) =>
        kept.Text == asked.Text || kept.Words.Count < MostWords && asked.Words.Count < MostWords && Compared(kept, asked);

    private static bool Compared(QuestionReading kept, QuestionReading asked) =>
        kept.Key == asked.Key || PairComparison.Of(kept, asked) is { Vetoed: false } pair && CorrectionModel.IsSureByWords(pair.Score);

    /// <param name="Ended">Cancelled once all answers of the workspace are forgotten.</param>
    internal sealed record ReuseTicket(string Workspace, CancellationToken Ended);

    private sealed record Kept(QuestionReading Question, KeptDraft Draft);

    /// <param name="Corrections">How many decisions about corrections there have been.</param>
    /// <param name="Chunk">The first passage.</param>
    private sealed record Key(string Workspace, long Corrections, string Prompt, string Model, string Chunk, string Text);
}
