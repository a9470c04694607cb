using System.Text.Json;
using ChatBot.TestKit.Models;
using ChatBot.Trainer.Publishing.FineTuning;

namespace ChatBot.Trainer.Tests.Publishing.FineTuning;

public sealed class BedrockFineTuningTests : IDisposable
{
    private static readonly AwsCredentials Credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private readonly string _folder = Directory.CreateTempSubdirectory("bedrock-").FullName;

    [Fact]
    public void A_signature_is_the_one_of_the_documentations_example()
    {
        // "get-vanilla" of AWS's own Signature Version 4 test suite.
        var request = new HttpRequestMessage(HttpMethod.Get, "https://example.amazonaws.com/");

        new AwsSignature(Credentials, "us-east-1", "service", new At(new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero))).Sign(
            request,
            AwsSignature.Hash([])
        );

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
                + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            request.Headers.GetValues("Authorization").Single()
        );
    }

    [Fact]
    public async Task Files_are_put_into_the_bucket_and_one_job_leads_to_a_model_even_if_its_answer_is_lost()
    {
        await using var server = await BedrockServer.StartAsync();
        server.Unanswered = true;
        WrittenDataset.Write(Path.Combine(_folder, "dataset"), [WrittenDataset.Line("one")], [WrittenDataset.Line("two")], []);
        var place = new BedrockPlace("eu-west-1", "bucket", "arn:aws:iam::0:role/tuner")
        {
            BedrockAddress = server.Address,
            S3Address = server.Address,
        };
        using var http = new HttpClient();
        var service = new BedrockFineTuning(http, place, Credentials with { SessionToken = "token" }, TimeProvider.System);
        var job = new FineTuningJob(service, TimeProvider.System) { Poll = TimeSpan.FromMilliseconds(5) };
        var request = new FineTuningRequest("amazon.nova-lite-v1:0") { Suffix = "helpdesk", Epochs = 2 };

        var end = await job.RunAsync(Path.Combine(_folder, "dataset"), Path.Combine(_folder, "run"), request);

        Assert.Equal(FineTuningStatus.Succeeded, end.Status);
        Assert.StartsWith("arn:model/helpdesk-", end.Model);
        var asked = Assert.Single(server.Jobs).Value;
        Assert.Equal(("amazon.nova-lite-v1:0", "FINE_TUNING"), (Text("baseModelIdentifier"), Text("customizationType")));
        Assert.Equal("2", asked.GetProperty("hyperParameters").GetProperty("epochCount").GetString());
        var training = asked.GetProperty("trainingDataConfig").GetProperty("s3Uri").GetString()!;
        var line = JsonDocument.Parse(server.Objects[training["s3://".Length..]]).RootElement;
        Assert.Equal("bedrock-conversation-2024", line.GetProperty("schemaVersion").GetString());
        Assert.Equal(
            ["user", "assistant"],
            line.GetProperty("messages").EnumerateArray().Select(turn => turn.GetProperty("role").GetString())
        );
        Assert.Equal(2, server.Objects.Count);
        Assert.Contains("x-amz-security-token", server.Headers["Authorization"]);
        Assert.Equal("token", server.Headers["x-amz-security-token"]);

        string? Text(string name) => asked.GetProperty(name).GetString();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
