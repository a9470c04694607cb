using System.Data.Common;
using ChatBot.Answering;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Generation;
using ChatBot.Interactions;
using ChatBot.Knowledge;
using ChatBot.Knowledge.Indexing;
using ChatBot.Learning;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;
using ChatBot.Models;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Storage;
using ChatBot.Trainer.Data;
using Dapper;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Trainer.Tests.Data;

/// <summary>
/// The real core over a database of its own, with documents, a chat model that says what a test wrote, and the trainer's data on top:
/// people ask, rate, correct and approve as they do in the bot. All of it goes when it is disposed.
/// </summary>
internal sealed class FeedbackRoom : IAsyncDisposable
{
    public static readonly Auditor Reviewer = new("reviewer-1", "Rita");

    private readonly ServiceProvider _services;

    private FeedbackRoom(
        string folder,
        ScriptedChatModel model,
        IEmbeddingGenerator<string, Embedding<float>>? embedder,
        IEnumerable<KeyValuePair<string, string?>> settings
    )
    {
        (Folder, Model) = (folder, model);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Data:Directory", folder),
                new("Embeddings:Provider", "hashing"),
                new("Learning:ProposalsPerHour", "0"),
                new("Learning:RatingsPerHour", "0"),
                .. TestStorage.Settings(folder),
            ])
            .AddInMemoryCollection(settings)
            .Build();
        var services = new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IAnswerGenerator>(model.AsGenerator())
            .AddStorage(configuration)
            .AddPrivacy(configuration)
            .AddKnowledge(configuration)
            .AddAnswering(configuration)
            .AddCorrections(configuration)
            .AddModels(configuration)
            .AddInteractions()
            .AddLearning(configuration)
            .AddSingleton<IReviewNotifications, Untold>()
            .AddTrainingData(configuration);
        if (embedder is not null)
            services.AddSingleton(embedder);
        _services = services.BuildServiceProvider();
    }

    public string Folder { get; }

    public ScriptedChatModel Model { get; }

    /// <summary>Where a data set is written.</summary>
    public string Out => Path.Combine(Folder, "dataset");

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts it with documents.</summary>
    /// <param name="documents">Markdown texts by file name.</param>
    public static async Task<FeedbackRoom> StartAsync(
        IReadOnlyDictionary<string, string> documents,
        ScriptedChatModel? model = null,
        IEmbeddingGenerator<string, Embedding<float>>? embedder = null,
        params IEnumerable<(string Key, string Value)> settings
    )
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-data-").FullName;
        var room = new FeedbackRoom(
            folder,
            model ?? new ScriptedChatModel(ReplyContract.NoAnswer),
            embedder,
            settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value))
        );
        await room.Get<Migrator>().MigrateAsync();
        await room.IngestAsync(documents);
        return room;
    }

    /// <summary>Writes documents, and reads them into the index in the place of what was there.</summary>
    public async Task IngestAsync(IReadOnlyDictionary<string, string> documents)
    {
        var source = Directory.CreateDirectory(Path.Combine(Folder, "documents")).FullName;
        foreach (var (name, text) in documents)
            await File.WriteAllTextAsync(Path.Combine(source, name), text);
        await Get<KnowledgeIngestion>().IngestAsync(Workspaces.Default, source, [source], null);
        await Get<VectorFill>().RunAsync();
    }

    public Task<Answer> AskAsync(string question, string user = "asker", string conversation = "") =>
        Get<Asking>().AskAsync(new Question(question) { User = user, Conversation = conversation });

    public async Task RateAsync(string interactionId, int overall, int? accuracy, string user = "rater", Thumbs? thumbs = null) =>
        Assert.IsType<RatingResult.Stored>(
            await Get<FeedbackService>()
                .SubmitAsync(
                    new Rating(Workspaces.Default, interactionId, user)
                    {
                        Overall = overall,
                        Accuracy = accuracy,
                        Thumbs = thumbs,
                    }
                )
        );

    /// <summary>Proposes a better answer; returns the correction's id.</summary>
    public async Task<string> ProposeAsync(string interactionId, string better, string proposer = "proposer") =>
        Assert
            .IsType<ProposalResult.Proposed>(
                await Get<ReviewService>().ProposeAsync(Workspaces.Default, interactionId, proposer, "api", better)
            )
            .Correction.Id;

    public async Task ApproveAsync(string correctionId, Auditor? by = null) =>
        Assert.IsType<DecisionResult.Decided>(await Get<ReviewService>().ApproveAsync(Workspaces.Default, correctionId, by ?? Reviewer));

    /// <summary>Asks, proposes and approves; returns the correction's id.</summary>
    public async Task<string> CorrectAsync(string question, string better, string proposer = "proposer", Auditor? by = null)
    {
        var id = await ProposeAsync((await AskAsync(question)).InteractionId, better, proposer);
        await ApproveAsync(id, by);
        return id;
    }

    public Task<DatasetManifest> BuildAsync(string? folder = null, int seed = 1) =>
        Get<DatasetBuilder>().BuildAsync(new DatasetRequest(Seed: seed), folder ?? Out);

    /// <summary>Every line that was written, whatever its part.</summary>
    public async Task<List<DatasetLine>> LinesAsync(params DatasetPart[] parts)
    {
        var lines = new List<DatasetLine>();
        foreach (var part in parts.Length > 0 ? parts : Enum.GetValues<DatasetPart>())
        await foreach (var line in DatasetLine.ReadAsync(Out, part))
            lines.Add(line);
        return lines;
    }

    public async Task ExecuteAsync(string sql, object? values = null) =>
        await Get<IDatabase>().WriteAsync(Workspaces.All, transaction => transaction.Connection!.ExecuteAsync(sql, values, transaction));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        TestStorage.Delete(Folder);
    }

    private sealed class Untold : IReviewNotifications
    {
        public Task PublishAsync(DbTransaction transaction, ReviewNotification notice, CancellationToken cancel = default) =>
            Task.CompletedTask;
    }
}
