using ChatBot.Answering.Generation;
using ChatBot.Learning.Registry;
using ChatBot.Models.Files;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Learning;
using ChatBot.TestKit.Llama;
using ChatBot.TestKit.Models;
using ChatBot.Trainer.Commands;
using ChatBot.Trainer.Tests.Data;
using ChatBot.Trainer.Tests.Model;

namespace ChatBot.Trainer.Tests.Commands;

/// <summary>Verbs as people type them, over a database in which people have said something.</summary>
public sealed class VerbTests
{
    [Fact]
    public async Task What_a_service_has_fine_tuned_is_measured_at_the_endpoint_and_registered()
    {
        await using var room = await RoomAsync();
        await using var service = await FineTuningServer.StartAsync();
        await using var endpoint = await ScriptedModelServer.StartAsync();
        endpoint.Reply = asked => ModelReply.Says(asked.Model.StartsWith("ft:") ? Right(asked.Asked) : ReplyContract.NoAnswer);

        var (code, output, error) = await RunAsync(
            room.Folder,
            ["fine-tune", "--service", "openai", "--model", "gpt-4.1-mini", "--endpoint", $"{service.Address}"],
            ("Model:ApiKey", FineTuningServer.Key),
            ("Model:Endpoint", endpoint.Endpoint)
        );

        Assert.True(code == CommandLine.Done, output + error);
        Assert.Contains("openai made ft:gpt-4.1-mini:", output);
        var manifest = Assert.Single(await room.Get<AdapterRegistry>().ListAsync("default")).Manifest;
        Assert.StartsWith("ft:gpt-4.1-mini:", manifest.ServedAs);
        Assert.Equal(("gpt-4.1-mini", null), (manifest.Base.Name, manifest.AdapterSha256));
        var figure = manifest.Metrics.Single(one => one.Name == "token F1, held-out answers");
        Assert.Equal(0, figure.Base);
        Assert.InRange(figure.Adapted, 0.4, 1);
        Assert.Single(service.Jobs);
        Assert.DoesNotContain(Directory.EnumerateFiles(room.Folder, "*.jsonl", SearchOption.AllDirectories), _ => true);
    }

    [Fact]
    public async Task A_model_that_answers_worse_than_its_base_is_rejected_with_the_reason()
    {
        await using var room = await RoomAsync();
        await using var endpoint = await ScriptedModelServer.StartAsync();
        endpoint.Reply = asked => ModelReply.Says(asked.Model == "before" ? Right(asked.Asked) : ReplyContract.NoAnswer);

        var (code, _, error) = await RunAsync(
            room.Folder,
            ["import", "--served-as", "after", "--base", "before"],
            ("Model:Endpoint", endpoint.Endpoint)
        );

        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("The gate refused it: token F1, held-out answers", error);
        Assert.Equal(AdapterStage.Rejected, Assert.Single(await room.Get<AdapterRegistry>().ListAsync("default")).Stage);
    }

    [Fact]
    public async Task Data_that_a_service_would_refuse_are_gone_and_read_anew_the_next_time()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All);
        await room.CorrectAsync(OfficePages.Question(0), OfficePages.Answer(0));
        await using var service = await FineTuningServer.StartAsync();
        string[] verb = ["fine-tune", "--service", "openai", "--model", "m", "--endpoint", $"{service.Address}"];

        var (code, _, error) = await RunAsync(room.Folder, verb, ("Model:ApiKey", FineTuningServer.Key));

        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("1 good examples; at least 10 are needed", error);
        Assert.Empty(Directory.EnumerateFiles(room.Folder, "*.jsonl", SearchOption.AllDirectories));
        for (var n = 1; n < OfficePages.Count; n++)
            await room.CorrectAsync(OfficePages.Question(n), OfficePages.Answer(n), $"person-{n}");
        for (var n = 0; n < OfficePages.Count; n++)
            await room.CorrectAsync($"Where can people get a {OfficePages.Thing(n)} from?", OfficePages.Answer(n), $"person-{n}");
        var (again, output, _) = await RunAsync(room.Folder, verb, ("Model:ApiKey", FineTuningServer.Key));
        Assert.Equal(CommandLine.Done, again);
        Assert.Contains("import --served-as ft:m:", output);
    }

    [Theory]
    [InlineData("fine-tune --service else --model m", "'else' not recognized")]
    [InlineData("fine-tune --service bedrock --model m --region eu-west-1", "bedrock needs --bucket.")]
    [InlineData("fine-tune --service openai --model m --endpoint nowhere", "--endpoint nowhere is no http or https address.")]
    [InlineData("import", "Name an adapter's files, or --served-as, and not both.")]
    [InlineData("import --served-as m", "Model:Endpoint names no endpoint that could have it.")]
    [InlineData("merge m1 --out merged.gguf --base none.gguf", "There is no adapter m1 in workspace default.")]
    public async Task What_is_used_wrongly_is_told_in_a_line(string line, string told)
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-verbs-").FullName;
        try
        {
            var (code, _, error) = await RunAsync(folder, line.Split(' '));

            Assert.Equal(CommandLine.UsedWrongly, code);
            Assert.Contains(told, Assert.Single(error.TrimEnd().Split('\n')));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TorchFact]
    public async Task Base_and_adapter_become_one_file_that_is_never_written_over_another()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-merge-").FullName;
        try
        {
            var adapters = new RecitingAdapters(folder);
            adapters.Make("m1");
            var path = Path.Combine(folder, "merged.gguf");
            string[] merge = ["merge", "m1", "--out", path, "--base", adapters.BasePath];

            var (code, output, error) = await RunAsync(folder, merge);

            Assert.True(code == CommandLine.Done, error);
            Assert.StartsWith($"{path} is reciting.gguf with m1: ", output);
            Assert.Equal("llama", ModelHeader.Open(path).Architecture);
            var written = await File.ReadAllBytesAsync(path);
            Assert.NotEqual(await File.ReadAllBytesAsync(adapters.BasePath), written);
            Assert.Equal(CommandLine.UsedWrongly, (await RunAsync(folder, merge)).Code);
            var other = new TinyModel().Save(Path.Combine(folder, "other.gguf"));
            var (_, _, wrong) = await RunAsync(folder, ["merge", "m1", "--out", path + "2", "--base", other]);
            Assert.StartsWith("other.gguf is not the base that m1 was trained on (reciting)", wrong);
            Assert.Equal(written, await File.ReadAllBytesAsync(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Everybody asked in two wordings, and every answer was corrected.</summary>
    private static async Task<FeedbackRoom> RoomAsync()
    {
        var room = await FeedbackRoom.StartAsync(OfficePages.All);
        for (var n = 0; n < OfficePages.Count; n++)
        {
            await room.CorrectAsync(OfficePages.Question(n), OfficePages.Answer(n), $"person-{n}");
            await room.CorrectAsync($"Where can people get a {OfficePages.Thing(n)} from?", OfficePages.Answer(n), $"person-{n}");
        }
        return room;
    }

    private static string Right(string prompt)
    {
        var question = prompt[prompt.LastIndexOf("uestion", StringComparison.Ordinal)..];
        var n = Enumerable.Range(0, OfficePages.Count).Single(n => question.Contains(OfficePages.Thing(n)));
        return ScriptedChatModel.Json([.. OfficePages.Answer(n).Split(". ").Select(said => (said.TrimEnd('.') + ".", 1))]);
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(
        string folder,
        string[] verb,
        params (string Key, string Value)[] settings
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] args =
        [
            .. verb,
            "--Data:Directory",
            folder,
            "--Embeddings:Provider",
            "hashing",
            .. settings.SelectMany(setting => (string[])[$"--{setting.Key}", setting.Value]),
        ];
        var code = await CommandLine.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
