using System.Text;
using System.Text.Json;
using ChatBot.Learning.Exports;
using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Publishing.FineTuning;

/// <summary>Where Bedrock reads and writes, and as whom.</summary>
/// <param name="Bucket">Of S3, in the region; training files are put below <c>chatbot/</c>.</param>
/// <param name="Role">ARN of the role that Bedrock takes on to read and write there.</param>
public sealed record BedrockPlace(string Region, string Bucket, string Role)
{
    /// <summary>Other addresses than AWS's own, such as an endpoint in a private network; null for AWS's.</summary>
    public Uri? BedrockAddress { get; init; }
    public Uri? S3Address { get; init; }
}

/// <summary>
/// Amazon Bedrock's model customization: files by <c>PUT</c> into S3, a job by <c>POST /model-customization-jobs</c>
/// (CreateModelCustomizationJob), then <c>GET</c> until it ends; all of it signed.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelCustomizationJob.html. It learns from replies, not from pairs.
/// </summary>
public sealed class BedrockFineTuning(HttpClient http, BedrockPlace place, AwsCredentials credentials, TimeProvider time)
    : IFineTuningService
{
    private readonly PatientHttp _http = new(http, "Bedrock", time);
    private readonly Uri _bedrock = place.BedrockAddress ?? new Uri($"https://bedrock.{place.Region}.amazonaws.com/"),
        _s3 = place.S3Address ?? new Uri($"https://s3.{place.Region}.amazonaws.com/");

    public string Name => "bedrock";

    public object? ShapeOf(DatasetLine line, FineTuningMethod method) =>
        method == FineTuningMethod.Dpo
            ? null
            : new Conversation(
                "bedrock-conversation-2024",
                [new(string.Join("\n\n", line.Messages.Where(message => message.Role == "system").Select(message => message.Content)))],
                [
                    .. line
                        .Messages.Where(message => message.Role != "system")
                        .Select(message => new Turn(message.Role, [new(message.Content)])),
                    new Turn("assistant", [new(line.Reply)]),
                ]
            );

    public async Task<string?> FaultOfAsync(string path, FineTuningMethod method, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        await foreach (var fault in TrainingFileValidator.ValidateAsync(file, ExportFormat.BedrockJsonl, cancel))
            return fault.Line == 0 ? fault.Message : $"line {fault.Line}: {fault.Message}";
        return null;
    }

    /// <summary>An object of a name is what was put last: putting it again changes nothing.</summary>
    public async Task<string> UploadAsync(string path, string name, CancellationToken cancel)
    {
        var body = await File.ReadAllBytesAsync(path, cancel);
        var address = new Uri(_s3, $"{place.Bucket}/chatbot/{name}");
        await _http.SendAsync(() => Signed(HttpMethod.Put, address, body, "s3"), cancel);
        return $"s3://{place.Bucket}/chatbot/{name}";
    }

    /// <summary>The client token makes the same request the same job, however often it is sent.</summary>
    public async Task<string> StartAsync(FineTuningRequest request, string training, string? validation, CancellationToken cancel)
    {
        var token = CanonicalText.HashOf(WireJson.Write((request, training, validation).ToString()))[..32];
        var name = request.Suffix.Length > 0 ? $"{request.Suffix}-{token[..16]}" : $"chatbot-{token[..16]}";
        var body = new Dictionary<string, object>
        {
            ["jobName"] = name,
            ["customModelName"] = name,
            ["clientRequestToken"] = token,
            ["roleArn"] = place.Role,
            ["baseModelIdentifier"] = request.Model,
            ["customizationType"] = "FINE_TUNING",
            ["trainingDataConfig"] = new { s3Uri = training },
            ["outputDataConfig"] = new { s3Uri = $"s3://{place.Bucket}/chatbot/{name}/" },
        };
        if (validation is not null)
            body["validationDataConfig"] = new { validators = new[] { new { s3Uri = validation } } };
        if (request.Epochs is { } epochs)
            body["hyperParameters"] = new Dictionary<string, string> { ["epochCount"] = epochs.ToString() };
        var bytes = Encoding.UTF8.GetBytes(WireJson.Write(body));
        var started = await _http.SendAsync(
            () => Signed(HttpMethod.Post, new Uri(_bedrock, "model-customization-jobs"), bytes, "bedrock"),
            cancel
        );
        return started.GetProperty("jobArn").GetString()!;
    }

    public async Task<FineTuningLook> LookAsync(string job, CancellationToken cancel)
    {
        var found = await _http.SendAsync(() => Signed(HttpMethod.Get, JobAddress(job), [], "bedrock"), cancel);
        var status = found.GetProperty("status").GetString()!;
        return status switch
        {
            "Completed" => new(FineTuningStatus.Succeeded, found.GetProperty("outputModelArn").GetString(), status),
            "Failed" or "Stopped" => new(FineTuningStatus.Failed, null, Said(found) ?? status),
            _ => new(FineTuningStatus.Running, null, status), // InProgress, Stopping
        };
    }

    public Task CancelAsync(string job, CancellationToken cancel) =>
        _http.SendAsync(() => Signed(HttpMethod.Post, new Uri(JobAddress(job) + "/stop"), [], "bedrock"), cancel);

    private Uri JobAddress(string job) => new(_bedrock, $"model-customization-jobs/{Uri.EscapeDataString(job)}");

    private HttpRequestMessage Signed(HttpMethod method, Uri address, byte[] body, string service)
    {
        var request = new HttpRequestMessage(method, address);
        if (method != HttpMethod.Get)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(service == "s3" ? "application/jsonl" : "application/json");
        }
        new AwsSignature(credentials, place.Region, service, time).Sign(request, AwsSignature.Hash(body));
        return request;
    }

    private static string? Said(JsonElement job) =>
        job.TryGetProperty("failureMessage", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString() : null;

    private sealed record Conversation(string SchemaVersion, IReadOnlyList<Block> System, IReadOnlyList<Turn> Messages);

    private sealed record Turn(string Role, IReadOnlyList<Block> Content);

    private sealed record Block(string Text);
}
