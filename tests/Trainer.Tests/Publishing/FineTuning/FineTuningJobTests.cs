using System.Net;
using System.Text.Json;
using ChatBot.TestKit.Models;
using ChatBot.Trainer.Publishing.FineTuning;

namespace ChatBot.Trainer.Tests.Publishing.FineTuning;

/// <summary>Against a server of our own that speaks OpenAI's protocol.</summary>
public sealed class FineTuningJobTests : IAsyncLifetime
{
    private static readonly FineTuningRequest Request = new("gpt-4.1-mini") { Suffix = "helpdesk", Epochs = 2 };

    private readonly string _folder = Directory.CreateTempSubdirectory("fine-tuning-").FullName;
    private FineTuningServer _server = null!;

    private string Dataset => Path.Combine(_folder, "dataset");

    private string Run => Path.Combine(_folder, "run");

    public async Task InitializeAsync()
    {
        _server = await FineTuningServer.StartAsync();
        var train = Enumerable.Range(0, 12).Select(n => WrittenDataset.Line($"t{n}", pair: n > 0)).ToArray();
        WrittenDataset.Write(Dataset, train, [WrittenDataset.Line("v", pair: true)], [WrittenDataset.Line("secret")]);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Files_are_sent_a_job_is_started_and_watched_to_its_model()
    {
        var said = new List<FineTuningState>();

        var end = await Job().RunAsync(Dataset, Run, Request, new Heard(said));

        Assert.Equal((FineTuningStatus.Succeeded, "ft:gpt-4.1-mini:org::ftjob-1"), (end.Status, end.Model));
        Assert.Equal(["fine-tune", "fine-tune"], _server.Files.Select(file => file.Purpose));
        var lines = _server.Files[0].Content.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(12, lines.Count);
        Assert.Equal(
            ["system", "user", "assistant"],
            lines[0].GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())
        );
        var job = Assert.Single(_server.Jobs);
        Assert.Equal("supervised", job.GetProperty("method").GetProperty("type").GetString());
        Assert.Equal(
            2,
            job.GetProperty("method").GetProperty("supervised").GetProperty("hyperparameters").GetProperty("n_epochs").GetInt32()
        );
        Assert.Equal(("file-2", "helpdesk"), (job.GetProperty("validation_file").GetString(), job.GetProperty("suffix").GetString()));
        Assert.Contains(said, state => state.Message.StartsWith("Step 1"));
        Assert.Equal(end, await FineTuningState.ReadAsync(Run, default));
        Assert.DoesNotContain(_server.Files, file => file.Content.Contains("secret"));
    }

    [Fact]
    public async Task Preferences_are_sent_as_pairs_with_their_method()
    {
        await Job().RunAsync(Dataset, Run, Request with { Method = FineTuningMethod.Dpo, Beta = 0.2 });

        var lines = _server.Files[0].Content.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(11, lines.Count);
        Assert.Equal(2, lines[0].GetProperty("input").GetProperty("messages").GetArrayLength());
        Assert.NotEqual(lines[0].GetProperty("preferred_output").ToString(), lines[0].GetProperty("non_preferred_output").ToString());
        var method = Assert.Single(_server.Jobs).GetProperty("method");
        Assert.Equal(0.2, method.GetProperty("dpo").GetProperty("hyperparameters").GetProperty("beta").GetDouble());
    }

    [Theory]
    [InlineData("files")]
    [InlineData("jobs")]
    public async Task What_was_done_without_an_answer_is_found_again_and_not_asked_for_twice(string path)
    {
        // By a program that was killed while it waited, then by one that goes on.
        _server.Unanswered[path] = true;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(CutAsync);
        var end = await Job().RunAsync(Dataset, Run, Request);
        Assert.Equal(FineTuningStatus.Succeeded, end.Status);
        Assert.Equal((2, 1), (_server.Files.Count, _server.Jobs.Count));

        // By a program that waits and tries again.
        _server.Unanswered[path] = true;
        WrittenDataset.Write(Dataset, [.. Enumerable.Range(0, 10).Select(n => WrittenDataset.Line($"u{n}"))], [], []);
        await Job().RunAsync(Dataset, Run + "2", Request);
        Assert.Equal((3, 2), (_server.Files.Count, _server.Jobs.Count));
    }

    [Fact]
    public async Task A_run_that_ended_is_not_run_again_and_its_folder_is_nobody_elses()
    {
        await Job().RunAsync(Dataset, Run, Request);

        var again = await Job().RunAsync(Dataset, Run, Request);
        var fault = await Assert.ThrowsAsync<FineTuningException>(() => Job().RunAsync(Dataset, Run, Request with { Seed = 2 }));

        Assert.Equal(FineTuningStatus.Succeeded, again.Status);
        Assert.Single(_server.Jobs);
        Assert.Contains("belongs to another job", fault.Message);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_and_a_refusal_is_told_in_one_line()
    {
        _server.Refuse(HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadGateway);
        Assert.Equal(FineTuningStatus.Succeeded, (await Job().RunAsync(Dataset, Run, Request)).Status);

        _server.Refuse(HttpStatusCode.BadRequest);
        var refused = await Assert.ThrowsAsync<FineTuningException>(() => Job().RunAsync(Dataset, Run + "2", Request));
        var locked = await Assert.ThrowsAsync<FineTuningException>(() => Job("wrong").RunAsync(Dataset, Run + "3", Request));

        Assert.Equal("OpenAI refused: 400: No, not now.", refused.Message);
        Assert.Equal("OpenAI does not take the key (401); set one that may fine-tune.", locked.Message);
        Assert.DoesNotContain(FineTuningServer.Key, await File.ReadAllTextAsync(Path.Combine(Run, FineTuningState.File)));
    }

    [Fact]
    public async Task A_job_that_fails_there_says_why()
    {
        _server.End = "failed";

        var end = await Job().RunAsync(Dataset, Run, Request);

        Assert.Equal((FineTuningStatus.Failed, null, "The job failed: out of credit."), (end.Status, end.Model, end.Message));
    }

    [Fact]
    public async Task Too_few_examples_are_told_before_anything_is_sent()
    {
        WrittenDataset.Write(Dataset, [WrittenDataset.Line("one")], [], []);

        var few = await Assert.ThrowsAsync<FineTuningException>(() => Job().RunAsync(Dataset, Run, Request));
        var none = await Assert.ThrowsAsync<FineTuningException>(() =>
            Job().RunAsync(Dataset, Run + "2", Request with { Method = FineTuningMethod.Dpo })
        );

        Assert.Equal("openai would refuse this data set: 1 good examples; at least 10 are needed.", few.Message);
        Assert.Equal("openai can learn nothing from this data set by Dpo: train supervised.", none.Message);
        Assert.Empty(_server.Files);
    }

    private FineTuningJob Job(string key = FineTuningServer.Key)
    {
        var service = new OpenAiFineTuning(new HttpClient { BaseAddress = _server.Address }, key, TimeProvider.System);
        return new FineTuningJob(service, TimeProvider.System) { Poll = TimeSpan.FromMilliseconds(5) };
    }

    /// <summary>Runs until the first answer that does not arrive, and then no further.</summary>
    private async Task CutAsync()
    {
        using var killed = new CancellationTokenSource();
        using var cut = new HttpClient(new CutOff(killed) { InnerHandler = new HttpClientHandler() }) { BaseAddress = _server.Address };
        var service = new OpenAiFineTuning(cut, FineTuningServer.Key, TimeProvider.System);
        await new FineTuningJob(service, TimeProvider.System).RunAsync(Dataset, Run, Request, cancel: killed.Token);
    }

    private sealed class CutOff(CancellationTokenSource killed) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException)
            {
                await killed.CancelAsync();
                throw;
            }
        }
    }

    private sealed class Heard(List<FineTuningState> said) : IProgress<FineTuningState>
    {
        public void Report(FineTuningState value) => said.Add(value);
    }
}
