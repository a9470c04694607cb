using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatBot.Learning.Exports;
using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Publishing.FineTuning;

/// <summary>
/// OpenAI's fine-tuning: https://platform.openai.com/docs/api-reference/fine-tuning. Files by <c>POST /files</c>, a job by
/// <c>POST /fine_tuning/jobs</c>, then <c>GET</c> until it ends.
/// </summary>
/// <param name="http">Its address ends in <c>/v1/</c>; the key is sent with every request.</param>
public sealed class OpenAiFineTuning(HttpClient http, string key, TimeProvider time) : IFineTuningService
{
    /// <summary>Jobs and files that are looked through for our own; the newest.</summary>
    private const int Newest = 100;

    private readonly PatientHttp _http = new(http, "OpenAI", time);

    public string Name => "openai";

    public object? ShapeOf(DatasetLine line, FineTuningMethod method)
    {
        DatasetMessage[] wanted = [new("assistant", line.Reply)];
        if (method == FineTuningMethod.Supervised)
            return new Conversation([.. line.Messages, .. wanted]);
        return line.Rejected is null ? null : new Pair(new Conversation(line.Messages), wanted, [new("assistant", line.Rejected)]);
    }

    public async Task<string?> FaultOfAsync(string path, FineTuningMethod method, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        var format = method == FineTuningMethod.Dpo ? ExportFormat.OpenaiPreference : ExportFormat.Openai;
        await foreach (var fault in TrainingFileValidator.ValidateAsync(file, format, cancel))
            return fault.Line == 0 ? fault.Message : $"line {fault.Line}: {fault.Message}";
        return null;
    }

    public async Task<string> UploadAsync(string path, string name, CancellationToken cancel)
    {
        var size = new FileInfo(path).Length;
        var sent = await _http.SendAsync(
            () =>
            {
                var form = new MultipartFormDataContent
                {
                    { new StringContent("fine-tune"), "purpose" },
                    { new StreamContent(File.OpenRead(path)), "file", name },
                };
                return Request(HttpMethod.Post, "files", form);
            },
            cancel,
            () =>
                FindAsync(
                    $"files?purpose=fine-tune&limit={Newest}",
                    file => file.GetProperty("filename").GetString() == name && file.GetProperty("bytes").GetInt64() == size,
                    cancel
                )
        );
        return sent.GetProperty("id").GetString()!;
    }

    public async Task<string> StartAsync(FineTuningRequest request, string training, string? validation, CancellationToken cancel)
    {
        var method = request.Method.ToString().ToLowerInvariant();
        var body = new Dictionary<string, object>
        {
            ["model"] = request.Model,
            ["training_file"] = training,
            ["seed"] = request.Seed,
            ["method"] = new Dictionary<string, object>
            {
                ["type"] = method,
                [method] = new Dictionary<string, object> { ["hyperparameters"] = HyperParameters(request) },
            },
        };
        if (validation is not null)
            body["validation_file"] = validation;
        if (request.Suffix.Length > 0)
            body["suffix"] = request.Suffix;
        var started = await _http.SendAsync(
            () => Request(HttpMethod.Post, "fine_tuning/jobs", JsonContent(body)),
            cancel,
            () =>
                FindAsync(
                    $"fine_tuning/jobs?limit={Newest}",
                    job =>
                        job.GetProperty("training_file").GetString() == training
                        && StatusOf(job.GetProperty("status").GetString()!) != FineTuningStatus.Failed,
                    cancel
                )
        );
        return started.GetProperty("id").GetString()!;
    }

    public async Task<FineTuningLook> LookAsync(string job, CancellationToken cancel)
    {
        var found = await GetAsync($"fine_tuning/jobs/{job}", cancel);
        var status = StatusOf(found.GetProperty("status").GetString()!);
        if (status == FineTuningStatus.Failed)
            return new(status, null, TextOf(found, "error", "message") ?? found.GetProperty("status").GetString()!);
        var events = await GetAsync($"fine_tuning/jobs/{job}/events?limit=1", cancel);
        var said = events.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("message").GetString()).FirstOrDefault();
        return new(
            status,
            status == FineTuningStatus.Succeeded ? found.GetProperty("fine_tuned_model").GetString() : null,
            said ?? found.GetProperty("status").GetString()!
        );
    }

    public Task CancelAsync(string job, CancellationToken cancel) =>
        _http.SendAsync(() => Request(HttpMethod.Post, $"fine_tuning/jobs/{job}/cancel", null), cancel);

    /// <summary>One of ours in a list of the service; null for none.</summary>
    private async Task<JsonElement?> FindAsync(string list, Func<JsonElement, bool> isOurs, CancellationToken cancel)
    {
        foreach (var one in (await GetAsync(list, cancel)).GetProperty("data").EnumerateArray())
            if (isOurs(one))
                return one;
        return null;
    }

    private Task<JsonElement> GetAsync(string path, CancellationToken cancel) =>
        _http.SendAsync(() => Request(HttpMethod.Get, path, null), cancel);

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content) =>
        new(method, path) { Content = content, Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private static Dictionary<string, object> HyperParameters(FineTuningRequest request)
    {
        var parameters = new Dictionary<string, object>();
        if (request.Epochs is { } epochs)
            parameters["n_epochs"] = epochs;
        if (request is { Method: FineTuningMethod.Dpo, Beta: { } beta })
            parameters["beta"] = beta;
        return parameters;
    }

    private static StringContent JsonContent(object body) => new(WireJson.Write(body), null, "application/json");

    private static FineTuningStatus StatusOf(string status) =>
        status switch
        {
            "succeeded" => FineTuningStatus.Succeeded,
            "failed" or "cancelled" => FineTuningStatus.Failed,
            _ => FineTuningStatus.Running, // validating_files, queued, running, paused
        };

    private static string? TextOf(JsonElement parent, string name, string inner) =>
        parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty(inner, out var text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private sealed record Conversation(IReadOnlyList<DatasetMessage> Messages);

    private sealed record Pair(
        Conversation Input,
        [property: JsonPropertyName("preferred_output")] IReadOnlyList<DatasetMessage> Preferred,
        [property: JsonPropertyName("non_preferred_output")] IReadOnlyList<DatasetMessage> NonPreferred
    );
}
