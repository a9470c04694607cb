using System.Collections.Concurrent;
using ChatBot.Answering.Generation;
using ChatBot.Models;
using ChatBot.Models.Endpoints;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Registry;

/// <summary>
/// Brings a conversation's adapter to the model: an OpenAI-compatible server is asked for it by name, a model in process loads it when it
/// is first needed, after file and base have been compared with what was registered. One that cannot be used costs nobody an answer: the
/// model as it is configured writes, the log says why once, and <c>/ready</c> for as long as it lasts.
/// </summary>
public sealed partial class ServedAdapters(
    AdapterChoices choices,
    AdapterFolder folder,
    BaseModelHash bases,
    IOptions<ModelOptions> model,
    IServiceProvider services,
    TimeProvider time,
    ILogger<ServedAdapters> log
) : IAdapterChoice
{
    /// <summary>How long a question waits for an adapter that is being loaded; until it is there, it is answered without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Until one that could not be used is tried again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <summary>An adapter that no conversation has asked for in this time gives its memory back.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    /// <summary>Adapters in use that cannot be used now, each with why, in words that hold no path.</summary>
    public IReadOnlyDictionary<string, string> Troubles =>
        _held
            .Where(held => held.Value.Loading is { IsCompletedSuccessfully: true, Result: not null })
            .ToDictionary(held => held.Key, held => held.Value.Loading.Result!, StringComparer.Ordinal);

    public async Task<AdapterUse?> ForAsync(string workspace, string conversation, CancellationToken cancel = default)
    {
        var inUse = await choices.OfAsync(workspace, cancel);
        LetGo(workspace, inUse);
        var adapter = inUse.For(conversation);
        return adapter is null ? null
            : await NameAsync(adapter, cancel) is { } use ? use
            : adapter == inUse.Canary && inUse.Production is { } production ? await NameAsync(production, cancel)
            : null;
    }

    public async Task<AdapterUse?> NamedAsync(string workspace, string id, CancellationToken cancel = default) =>
        await choices.FindAsync(workspace, id, cancel) is { } adapter ? await NameAsync(adapter, cancel) : null;

    /// <summary>The adapter by the name that the model has for it; null where it cannot be used, or not yet.</summary>
    private async Task<AdapterUse?> NameAsync(StoredAdapter adapter, CancellationToken cancel)
    {
        if (model.Value.Provider == OpenAiRegistration.Provider)
            return new AdapterUse(adapter.Id, adapter.Manifest.ServedAs ?? adapter.Id);
        var now = time.GetTimestamp();
        var held = _held.AddOrUpdate(
            adapter.Id,
            _ => new Held(adapter, now, new(() => Task.Run(() => LoadAsync(adapter)))),
            (_, known) =>
                known.Loading is { IsCompletedSuccessfully: true, Result: not null } && time.GetElapsedTime(known.Began) > Again
                    ? new Held(adapter, now, new(() => Task.Run(() => LoadAsync(adapter))))
                    : known
        );
        held.Wanted = now;
        var loading = held.Loading;
        if (!loading.IsCompleted)
            await Task.WhenAny(loading, Task.Delay(Patience, time, cancel));
        cancel.ThrowIfCancellationRequested();
        return loading is { IsCompletedSuccessfully: true, Result: null } ? new AdapterUse(adapter.Id, adapter.Id) : null;
    }

    /// <returns>Why it cannot be used; null where it is loaded.</returns>
    private async Task<string?> LoadAsync(StoredAdapter adapter)
    {
        try
        {
            if (await FaultAsync(adapter.Manifest) is { } fault)
            {
                NotUsed(log, adapter.Id, fault);
                return fault;
            }
            Engine()!.LoadAdapter(adapter.Id, folder.FileOf(adapter.Workspace, adapter.Id));
            InUse(log, adapter.Id, AdapterStages.Wire(adapter.Stage));
            return null;
        }
        catch (Exception fault)
            when (fault is ModelFileException or InsufficientMemoryException or IOException or UnauthorizedAccessException)
        {
            NotUsed(log, adapter.Id, fault.Message);
            return fault switch
            {
                ModelFileException => "its file does not fit the model",
                InsufficientMemoryException => "there is not enough memory for it",
                _ => "its file, or the model's, cannot be read",
            };
        }
    }

    private async Task<string?> FaultAsync(AdapterManifest manifest)
    {
        if (Engine() is null)
            return "the model that answers takes no adapters";
        if (folder.Fault(manifest) is { } fault)
            return fault;
        return await bases.OfAsync(model.Value.Path) == manifest.Base.Sha256
            ? null
            : $"it was trained on another model than the one that is served (SHA-256 differs from that of {manifest.Base.Name})";
    }

    private LlamaEngine? Engine() =>
        model.Value.Provider == LlamaRegistration.Provider
            ? services.GetKeyedService<IChatClient>(LlamaRegistration.Provider)?.GetService<LlamaEngine>()
            : null;

    /// <summary>Forgets troubles of adapters that are no longer in use, and unloads those that nobody has wanted for long.</summary>
    private void LetGo(string workspace, AdaptersInUse inUse)
    {
        foreach (var (id, held) in _held)
        {
            if (!held.Loading.IsCompleted)
                continue;
            var isOut = held.Adapter.Workspace == workspace && id != inUse.Production?.Id && id != inUse.Canary?.Id;
            var isIdle = time.GetElapsedTime(held.Wanted) > Idle;
            var failed = held.Loading is not { IsCompletedSuccessfully: true, Result: null };
            // One that has just gone out of use may still be about to answer.
            if ((isOut && failed || isIdle) && _held.TryRemove(new(id, held)) && !failed)
                Engine()?.UnloadAdapter(id);
        }
    }

    /// <summary>An adapter that is loaded, being loaded, or could not be.</summary>
    private sealed class Held(StoredAdapter adapter, long began, Lazy<Task<string?>> loading)
    {
        public StoredAdapter Adapter => adapter;
        public long Began => began;
        public Task<string?> Loading => loading.Value;
        public long Wanted { get; set; }
    }

    [LoggerMessage(LogLevel.Information, "Adapter {Adapter} is loaded ({Stage}).")]
    private static partial void InUse(ILogger log, string adapter, string stage);

    [LoggerMessage(LogLevel.Warning, "Adapter {Adapter} is not used, the model answers without it: {Fault}")]
    private static partial void NotUsed(ILogger log, string adapter, string fault);
}
